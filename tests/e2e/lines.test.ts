import type { Locator, Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { PHONE, useBrowser } from '../support/browser.ts'
import { publishBills } from '../support/bill-objects.ts'
import { useProduct } from './product.ts'
import { publish } from './studio-steps.ts'
import { button, drawer, gone, logIn, save, shown, takeOption } from './steps.ts'

type Row = Record<string, unknown>

const product = useProduct()
const browser = useBrowser()
let page: Page
let id = ''

beforeAll(async () => {
  await publishBills(product)
  page = await browser.visit({ url: product.url })
  await logIn(page)
})

/** Takes a picture where somebody asked for them. */
async function look(of: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS
  if (folder) await of.screenshot({ path: `${folder}/lines-${name}.png` })
}

const grid = (scope: Page | Locator) => scope.getByRole('grid', { name: '账单明细' })

async function pasteInto(target: Locator, text: string): Promise<void> {
  await target.evaluate((element, words) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', words)
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, text)
}

const stored = async () => {
  const { body } = await product.admin.get(`/api/records/bill/${id}?expand=lines`)
  return (body.lines as Row[]).map(({ item, quantity, price, place }) => [item, quantity, price, place])
}

const cells = (form: Locator, row: number) => grid(form).getByRole('row').nth(row).getByRole('gridcell')

test('a bill is filled in by keyboard and from a spreadsheet, and saved with its lines (PLAT-27)', async () => {
  await page.goto('/o/bill')
  await button(page, '新建账单').first().click()
  const form = await shown(drawer(page, '新建账单'))
  await form.getByLabel('标题', { exact: true }).fill('三月账单')
  await button(form, '添加一行').click()
  await cells(form, 1).nth(0).click()
  await page.keyboard.type('水泵')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.type('2')
  await page.keyboard.press('Tab')
  await page.keyboard.type('10.5')
  await page.keyboard.press('Enter')
  await shown(cells(form, 1).filter({ hasText: '21' }).first())
  expect(await grid(form).getByRole('row').count()).toBe(4)

  await pasteInto(page.locator(':focus'), '阀门\t\t3\t4\n管道\t\t5\t1.25\n弯头\t\t1\t0.5\n')
  await shown(grid(form).getByText('弯头'))
  await shown(grid(form).getByRole('row').last().getByText('39.75'))
  await look(page, 'zh-1440')
  await save(form)
  await gone(form)
  const { body } = await product.admin.get(`/api/records/bill?filter=${encodeURIComponent("title == '三月账单'")}`)
  id = body.data[0].id
  expect(await stored()).toEqual([
    ['水泵', 2, 10.5, 1],
    ['阀门', 3, 4, 2],
    ['管道', 5, 1.25, 3],
    ['弯头', 1, 0.5, 4],
  ])
})

test('lines are copied, moved, removed and brought back; what is wrong stands at its cell', async () => {
  await page.goto(`/o/bill/${id}`)
  await shown(grid(page).getByText('39.75'))
  await look(page, 'detail-zh-1440')
  await button(page, '编辑').click()
  const form = await shown(drawer(page, '编辑账单'))
  await shown(grid(form).getByText('弯头'))
  await form.getByRole('button', { name: '删除第 1 行' }).click()
  await shown(form.getByText('已删除第 1 行'))
  await form.getByRole('button', { name: '撤销' }).click()
  await shown(grid(form).getByText('水泵'))
  await form.getByRole('button', { name: '复制第 4 行' }).click()
  await cells(form, 5).nth(0).click()
  await page.keyboard.press('Alt+ArrowUp')
  await page.keyboard.press('Escape')
  await cells(form, 1).nth(2).click()
  await page.keyboard.type('0')
  await save(form)
  await shown(grid(form).locator('[aria-invalid=true][role=gridcell]'))
  await shown(form.getByRole('alert').filter({ hasText: '第 1 行 · 数量' }))
  await look(page, 'wrong-zh-1440')
  await cells(form, 1).nth(2).click()
  await page.keyboard.type('7')
  await save(form)
  await gone(form)
  expect(await stored()).toEqual([
    ['水泵', 7, 10.5, 1],
    ['阀门', 3, 4, 2],
    ['管道', 5, 1.25, 3],
    ['弯头', 1, 0.5, 4],
    ['弯头', 1, 0.5, 5],
  ])
})

test('on a phone each line is a card', async () => {
  const phone = await browser.visit({ url: product.url, viewport: PHONE, session: await page.context().storageState() })
  await phone.goto(`/o/bill/${id}`)
  await shown(phone.getByRole('region', { name: '第 2 行' }))
  await look(phone, 'detail-zh-390')
  await button(phone, '编辑').click()
  const form = await shown(drawer(phone, '编辑账单'))
  const card = await shown(form.getByRole('region', { name: '第 2 行' }))
  await card.getByRole('button').first().click()
  await card.getByLabel('数量').fill('9')
  await look(phone, 'form-zh-390')
  await save(form)
  await gone(form)
  expect((await stored())[1]).toEqual(['阀门', 9, 4, 2])
  await phone.close()
})

test('a thousand cells stay quick, because only the lines on the screen are drawn', async () => {
  await page.goto('/o/bill')
  await button(page, '新建账单').first().click()
  const form = await shown(drawer(page, '新建账单'))
  await button(form, '添加一行').click()
  await cells(form, 1).nth(0).click()
  const rows = Array.from({ length: 150 }, (_, at) => `行 ${at + 1}\t\t1\t2`).join('\n')
  await pasteInto(page.locator(':focus'), rows)
  await shown(grid(form).getByText('行 2', { exact: true }))
  expect(await grid(form).getAttribute('aria-rowcount')).toBe('151')
  expect(await grid(form).getByRole('row').count()).toBeLessThan(60)
  await shown(grid(form).getByRole('row').last().getByText('300'))
})

test('the same in English', async () => {
  const english = await browser.visit({ url: product.url, locale: 'en', session: await page.context().storageState() })
  await english.goto(`/o/bill/${id}`)
  await look(english, 'detail-en-1440')
  await english.getByRole('button', { name: 'Edit' }).first().click()
  await shown(english.getByRole('grid', { name: 'Bill line' }).last().getByText('弯头').first())
  await look(english, 'form-en-1440')
  await english.close()
})

test('the designer places lines and chooses their columns (PLAT-27, PLAT-32)', async () => {
  const designer = await browser.visit({ url: product.url, session: await page.context().storageState() })
  await designer.goto('/studio/objects/bill/layout/form')
  await (await shown(designer.getByRole('button', { name: '账单明细', exact: true }))).click()
  const properties = designer.getByRole('complementary', { name: '属性' })
  const columns = properties.getByLabel('列', { exact: true })
  for (const name of ['品名', '数量', '金额']) {
    await columns.fill(name)
    await takeOption(columns, name)
  }
  await columns.press('Escape')
  await takeOption(properties.getByLabel('合计列', { exact: true }), '数量')
  await look(designer, 'designer-zh-1440')
  await publish(designer, '账单明细列')
  await designer.goto('/o/bill')
  await button(designer, '新建账单').first().click()
  const form = await shown(drawer(designer, '新建账单'))
  await button(form, '添加一行').click()
  await shown(grid(form).getByRole('columnheader', { name: '数量' }))
  expect(await grid(form).getByRole('columnheader', { name: '单价' }).count()).toBe(0)
  await designer.close()
})
