import { readFile } from 'node:fs/promises'
import { beforeAll, expect, test } from 'vitest'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { DESKTOP, PHONE, useBrowser } from '../support/browser.ts'
import { pdfPages } from '../support/pdf-text.ts'
import { label } from '../support/definitions.ts'
import { useProduct } from './product.ts'
import { namelessControls, overflowOf, settled } from './screen-checks.ts'
import { button, choose, gone, logIn, shown } from './steps.ts'

const product = useProduct()
const browser = useBrowser()
const folder = process.env.E2E_SCREENSHOTS
let page: Page
let session: BrowserContextOptions['storageState']

const field = (type: string, en: string, zh: string) => ({ 'x-field': { type, label: label(en, zh) } })
const crate = {
  name: 'crate',
  'x-object': { label: label('Crate', '货箱'), nameField: 'title' },
  properties: { title: field('text', 'Title', '名称'), weight: field('decimal', 'Weight', '重量') },
}

beforeAll(async () => {
  const put = [{ kind: 'object', definition: crate }]
  expect((await product.admin.post('/api/metadata/publish', { put })).status).toBe(200)
  for (const title of ['Amber', 'Birch', 'Cedar'])
    await product.admin.post('/api/records/crate', { title, weight: title.length })
  page = await browser.visit({ url: product.url, locale: 'zh-CN', viewport: DESKTOP })
  await logIn(page)
  session = await page.context().storageState()
})

const seen = async (of: Page, name: string): Promise<void> => {
  await settled(of)
  if (folder) await of.screenshot({ path: `${folder}/taking-${name}.png` })
}

async function openMenu(of: Page, item: string): Promise<void> {
  await of.getByRole('button', { name: '更多列表操作' }).click()
  await of.getByRole('menuitem', { name: item }).click()
}

test('PROC-81 a list is exported as it is shown, and the dialog says what leaves by which right', async () => {
  await page.goto(`/o/crate?filter=${encodeURIComponent("title != 'Birch'")}&sort=-title`)
  await shown(page.getByText('Cedar').first())
  await openMenu(page, '导出…')
  const dialog = page.getByRole('dialog').filter({ hasText: '导出货箱' })
  await shown(dialog.getByText('2 条记录'))
  await shown(dialog.getByText(/您拥有导出货箱的权限/))
  await choose(dialog, '格式', 'CSV')
  await seen(page, 'dialog')
  const [download] = await Promise.all([page.waitForEvent('download'), button(dialog, '导出').click()])
  expect(download.suggestedFilename()).toBe('货箱.csv')
  const text = await readFile(await download.path(), 'utf8')
  const [head, ...rows] = text.trimEnd().split('\r\n')
  expect(head).toContain('名称')
  expect(rows.map((row) => /Amber|Birch|Cedar/.exec(row)?.[0])).toEqual(['Cedar', 'Amber'])
  await gone(dialog)
})

test('PLAT-93 a printed list bears who prints it and when', async () => {
  await openMenu(page, '打印…')
  const sheet = page.getByRole('article', { name: '打印货箱' })
  await shown(sheet.getByRole('cell', { name: 'Cedar' }))
  expect(await sheet.getByRole('row').count()).toBe(3)
  await shown(sheet.getByText(/打印人：.*（admin） 打印时间：/))
  expect(await sheet.locator('.fw-watermark').first().textContent()).toMatch(/^admin \d{4}/)
  await page.emulateMedia({ media: 'print' })
  expect(await page.getByRole('button', { name: '打印' }).first().isVisible()).toBe(false)
  await seen(page, 'printed')
  await page.emulateMedia({ media: 'screen' })
  await seen(page, 'print')
  expect(await namelessControls(page)).toEqual([])
})

test('a record is printed from its page', async () => {
  const { body } = await product.admin.get('/api/records/crate?limit=1&sort=title')
  await page.goto(`/o/crate/${body.data[0].id}`)
  await page.getByRole('button', { name: '更多操作' }).first().click()
  await page.getByRole('menuitem', { name: '打印…' }).click()
  const sheet = page.getByRole('article', { name: '打印Amber' })
  await shown(sheet.getByRole('term').filter({ hasText: '重量' }))
  await seen(page, 'record')
})

test('PLAT-86 an administrator finds in the log who has taken what away', async () => {
  await page.goto('/studio/log')
  const log = page.getByRole('list', { name: '操作日志' })
  await choose(page, '操作', '打印')
  await page.keyboard.press('Escape')
  await shown(log.getByRole('listitem').filter({ hasText: '打印' }).first())
  await expect.poll(() => log.getByRole('listitem').count()).toBe(2)
  const whole = log.getByRole('listitem').filter({ hasText: '2 行' })
  await whole.getByText('详情').click()
  await shown(whole.getByText("title != 'Birch'"))
  await seen(page, 'log')
  expect(await namelessControls(page)).toEqual([])
  await button(page, '清除').click()
  await shown(log.getByRole('listitem').filter({ hasText: '发布配置' }).first())
})

test('lists, printed pages and the log fit a phone', async () => {
  const phone = await browser.visit({ url: product.url, locale: 'en', viewport: PHONE, session })
  const pages = { '/studio/log': /Print/, '/o/crate/print': /Printed by/, '/o/crate': /Cedar/ }
  for (const [path, words] of Object.entries(pages)) {
    await phone.goto(path)
    await shown(phone.getByRole('main').getByText(words).first())
    await settled(phone)
    await seen(phone, `phone${path.replaceAll('/', '-')}`)
    expect(await overflowOf(phone), path).toBeLessThanOrEqual(0)
    expect(await namelessControls(phone), path).toEqual([])
  }
})

test('PLAT-31 a record is shown as PDF from its page, in the language that is chosen', async () => {
  await page.goto('/o/crate')
  await page.getByText('Amber').first().click()
  await page.getByRole('button', { name: '更多操作' }).first().click()
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.url().includes('print.pdf')),
    page.getByRole('menuitem', { name: 'PDF…' }).click(),
  ])
  expect(answer.headers()['content-type']).toBe('application/pdf')
  await shown(page.getByTitle('记录 PDF'))
  await seen(page, 'pdf')
  expect(await namelessControls(page)).toEqual([])
  const [english] = await Promise.all([
    page.waitForResponse((response) => response.url().includes('locale=en')),
    choose(page, '语言', 'English'),
  ])
  expect((await pdfPages(await (await page.request.fetch(english.request())).body())).join('\n')).toContain('Title')
  const phone = await browser.visit({ url: product.url, locale: 'en', viewport: PHONE, session })
  await phone.goto(new URL(page.url()).pathname)
  await shown(phone.getByTitle('Record as PDF'))
  await seen(phone, 'pdf-phone')
  expect(await overflowOf(phone)).toBeLessThanOrEqual(0)
  expect(await namelessControls(phone)).toEqual([])
})

test('a PDF that is refused says why, in the page', async () => {
  const id = await product.make('crate', { title: 'Willow' })
  await page.goto(`/o/crate/${id}`)
  await page.getByRole('button', { name: '更多操作' }).first().click()
  await page.getByRole('menuitem', { name: 'PDF…' }).click()
  await shown(page.getByTitle('记录 PDF'))
  expect((await product.admin.delete(`/api/records/crate/${id}`)).status).toBeLessThan(300)
  await choose(page, '语言', 'English')
  await shown(page.getByRole('alert').filter({ hasText: '回收站' }))
  await gone(page.getByTitle('记录 PDF'))
  await seen(page, 'pdf-refused')
})

test('PLAT-37 chosen records are printed into one PDF, which is handed over', async () => {
  await page.goto('/o/crate')
  for (const name of ['Amber', 'Cedar'])
    await page.getByRole('row').filter({ hasText: name }).getByRole('checkbox', { name: '选择此行' }).check()
  await page.locator('.fw-selection').getByRole('button', { name: 'PDF…' }).click()
  const dialog = page.getByRole('dialog').filter({ hasText: '打印货箱为 PDF' })
  await shown(dialog.getByText('将 2 条记录打印到一个 PDF 文件', { exact: false }))
  await button(dialog, '生成 PDF').click()
  await shown(dialog.getByText('货箱 (2).pdf', { exact: false }))
  await seen(page, 'bulk')
  expect(await namelessControls(page)).toEqual([])
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('link', { name: '下载' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('货箱 (2).pdf')
})
