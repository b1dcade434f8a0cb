import { beforeAll, expect, test } from 'vitest'
import type { BrowserContextOptions, Locator, Page, Response } from 'playwright-core'
import { DESKTOP, PHONE, useBrowser } from '../support/browser.ts'
import { field, label } from '../support/definitions.ts'
import { pdfPages } from '../support/pdf-text.ts'
import { useProduct } from './product.ts'
import { namelessControls, overflowOf, settled } from './screen-checks.ts'
import { button, choose, gone, logIn, shown } from './steps.ts'
import { boxOf, drag, fillNames, middleOf, publish } from './studio-steps.ts'

const product = useProduct()
const browser = useBrowser()
const folder = process.env.E2E_SCREENSHOTS
let page: Page
let session: BrowserContextOptions['storageState']
let loan = ''

const sampleLoan = {
  name: 'sample_loan',
  'x-object': { label: label('Sample loan', '样品借用'), owner: true, nameField: 'doc_no' },
  properties: {
    doc_no: field('text', 'Number', '单号'),
    borrower: field('text', 'Borrower', '借用人'),
    deposit: field('money', 'Deposit', '押金'),
  },
}
const line = {
  name: 'sample_loan_line',
  'x-object': { label: label('Sample', '样品明细') },
  properties: {
    name: field('text', 'Sample', '样品'),
    quantity: field('integer', 'Quantity', '数量'),
    loan: field('master-detail', 'Loan', '借用单', { object: 'sample_loan', collection: 'samples' }),
  },
}

beforeAll(async () => {
  const put = [sampleLoan, line].map((definition) => ({ kind: 'object', definition }))
  const published = await product.admin.post('/api/metadata/publish', { put })
  expect(published.status, published.text).toBe(200)
  const samples = [
    { name: '润湿剂 A', quantity: 3 },
    { name: '分散剂 B', quantity: 4 },
  ]
  loan = await product.make('sample_loan', { doc_no: 'SL-0001', borrower: '李雷', deposit: 1200, samples })
  page = await browser.visit({ url: product.url, locale: 'zh-CN', viewport: DESKTOP })
  await logIn(page)
  session = await page.context().storageState()
})

const seen = async (of: Page, name: string): Promise<void> => {
  await settled(of)
  if (folder) await of.screenshot({ path: `${folder}/prints-${name}.png` })
}
const canvas = (): Locator => page.getByRole('region', { name: '画布' })
const side = (): Locator => page.locator('.st-pt-side')
const isPreview = (response: Response): boolean =>
  response.url().endsWith('/print-templates/preview') && response.status() === 200

/** Does something, and reads the preview that comes of it. */
async function previewed(act: () => Promise<unknown>): Promise<string> {
  const [answer] = await Promise.all([page.waitForResponse(isPreview), act()])
  return pdfText(answer)
}

/** Browsers keep no body of a PDF: it is asked for again, with the same words. */
async function pdfText(answer: Response): Promise<string> {
  const again = await page.request.fetch(answer.request())
  return (await pdfPages(await again.body())).join('\n')
}

test('PLAT-31 a print template for the sample loan is built from nothing, beside the PDF of a real record', async () => {
  await page.goto('/studio/print-templates')
  await button(page, '新建打印模板').first().click()
  const dialog = page.getByRole('dialog', { name: '新建打印模板' })
  await fillNames(dialog, '模板名称', { zh: '借用单', en: 'Loan slip' })
  await choose(dialog, '对象', '样品借用')
  const first = await previewed(() => button(dialog, '创建并设计').click())
  await gone(dialog)
  expect(first).toContain('借用单 SL-0001')
  expect(first).toContain('第 1 页，共 1 页')

  const added = await previewed(() => button(side(), '添加 样品明细').click())
  for (const words of ['样品', '润湿剂 A', '分散剂 B', '数量']) expect(added).toContain(words)
  await choose(side(), '添加列', '数量')
  await choose(side(), '添加列', '样品')
  const handle = side().getByRole('button', { name: /样品/ }).and(page.locator('.st-handle'))
  await handle.focus()
  await page.keyboard.press('ArrowUp')
  await button(side(), '设置 数量').click()
  const summed = await previewed(() => side().getByRole('switch', { name: '末行合计' }).click())
  expect(summed).toMatch(/样品.*数量/)
  expect(summed).toMatch(/合计\s*7/)
  await button(side(), '返回组件').click()
  await seen(page, 'lines')
})

test('fields are dragged onto the paper, moved by the keys, undone and redone', async () => {
  const from = middleOf(await boxOf(button(side(), '添加 借用人')))
  const to = await boxOf(canvas().getByRole('button', { name: /借用单/ }))
  const dragged = await previewed(() => drag(page, from, { x: to.x + to.width / 2, y: to.y + to.height + 30 }))
  expect(dragged).toMatch(/借用人\s*李雷/)
  const block = canvas().getByRole('button', { name: '借用人' })
  await block.focus()
  const before = await boxOf(block)
  await page.keyboard.press('Shift+ArrowLeft')
  await expect.poll(async () => (await boxOf(block)).width).toBeLessThan(before.width)
  await page.keyboard.press('Delete')
  await gone(block)
  await page.keyboard.press('Control+z')
  await shown(block)
})

test('texts with values, codes, and what stands on every page', async () => {
  await page.keyboard.press('Escape')
  await button(side(), '添加 条码 / 二维码').click()
  await side().getByRole('switch', { name: '在下方显示内容' }).click()
  await button(side(), '返回组件').click()
  await button(side(), '添加 文字').click()
  const text = side().getByLabel('文字（中文）', { exact: true })
  const worded = await previewed(() => text.fill('押金 {{ deposit }} 元，归还时退回'))
  expect(worded).toContain('押金 1,200.00 元，归还时退回')
  expect(worded.match(/SL-0001/g)?.length).toBeGreaterThan(1)
  await text.fill('{{ depositt }}')
  await shown(
    page
      .getByRole('alert')
      .filter({ hasText: /depositt/ })
      .first(),
  )
  await shown(
    page
      .locator('.st-problems')
      .getByText(/depositt/)
      .first(),
  )
  await seen(page, 'wrong')
  await text.fill('押金 {{ deposit }} 元')
  await shown(page.getByText('没有问题，可以发布'))
  await button(side(), '返回组件').click()
  await side().getByText('页面设置', { exact: true }).click()
  const headed = await previewed(() =>
    side().getByLabel('页眉左（中文）', { exact: true }).fill('样品部 {{ user.name }}'),
  )
  expect(headed).toContain('样品部')
  await seen(page, 'page')
  expect(await namelessControls(page)).toEqual([])
})

test('it is published, prints the record, and fits a phone', async () => {
  await publish(page, '借用单')
  await page.goto(`/o/sample_loan/${loan}`)
  await page.getByRole('button', { name: '更多操作' }).first().click()
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.url().includes('print.pdf')),
    page.getByRole('menuitem', { name: 'PDF…' }).click(),
  ])
  const printed = await pdfText(answer)
  for (const words of ['借用单 SL-0001', '李雷', '润湿剂 A', '押金 1,200.00 元', '样品部', '第 1 页，共 1 页'])
    expect(printed).toContain(words)
  await shown(page.getByTitle('记录 PDF'))
  await seen(page, 'record')
  await page.goto('/studio/print-templates')
  await shown(page.getByRole('link', { name: '借用单' }))
  await seen(page, 'list')
  const phone = await browser.visit({ url: product.url, locale: 'en', viewport: PHONE, session })
  for (const path of ['/studio/print-templates', '/studio/print-templates/loan_slip']) {
    await phone.goto(path)
    await shown(phone.getByText('Loan slip').first())
    await seen(phone, `phone-${path.split('/').length}`)
    expect(await overflowOf(phone), path).toBeLessThanOrEqual(0)
    expect(await namelessControls(phone), path).toEqual([])
  }
})
