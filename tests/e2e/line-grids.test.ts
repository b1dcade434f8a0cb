import type { Locator, Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { PHONE, useBrowser } from '../support/browser.ts'
import { publishDeliveries } from '../support/warehouse-objects.ts'
import { useProduct } from './product.ts'
import { button, drawer, gone, logIn, save, shown, takeOption } from './steps.ts'

type Row = Record<string, unknown>

const MANY = 2000

const product = useProduct()
const browser = useBrowser()
let page: Page
let many = ''

beforeAll(async () => {
  await publishDeliveries(product)
  const items = Array.from({ length: MANY }, (_, at) => ({ note: `第 ${at + 1} 件`, quantity: 1 }))
  const made = await product.admin.post('/api/records/delivery', { title: '大送货单', items })
  expect(made.status, made.text.slice(0, 500)).toBe(201)
  many = made.body.id
  page = await browser.visit({ url: product.url })
  await logIn(page)
})

/** Takes a picture where somebody asked for them. */
async function look(of: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS
  if (folder) await of.screenshot({ path: `${folder}/line-grids-${name}.png` })
}

const grid = (scope: Page | Locator) => scope.getByRole('grid', { name: '送货明细' })
const cells = (form: Locator, row: number) => grid(form).getByRole('row').nth(row).getByRole('gridcell')

async function stored(id: string): Promise<Row[]> {
  const found: Row[] = []
  for (let after = ''; ;) {
    const query = new URLSearchParams({
      filter: `delivery == '${id}'`,
      sort: 'place',
      limit: '500',
      ...(after && { after }),
    })
    const { body } = await product.admin.get(`/api/records/delivery_item?${query.toString()}`)
    found.push(...body.data)
    if (body.page.after === null) return found
    after = body.page.after
  }
}

async function pasteInto(target: Locator, text: string): Promise<void> {
  await target.evaluate((element, words) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', words)
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, text)
}

test('two thousand lines are edited in the grid, and only what changed is sent (PLAT-27)', async () => {
  await page.goto(`/o/delivery/${many}`)
  await button(page, '编辑').click()
  const form = await shown(drawer(page, '编辑送货单'))
  await expect.poll(() => grid(form).getAttribute('aria-rowcount'), { timeout: 15_000 }).toBe(String(MANY + 1))
  expect(await grid(form).getByRole('row').count()).toBeLessThan(60)
  await shown(grid(form).getByRole('row').last().getByText('2,000'))
  await look(page, 'many-zh-1440')

  await cells(form, 1).nth(4).click()
  await page.keyboard.type('5')
  await form.getByRole('button', { name: '删除第 2 行' }).click()
  await grid(form).evaluate((element) => element.scrollTo(0, element.scrollHeight))
  const last = grid(form)
    .getByRole('row')
    .filter({ hasText: `第 ${MANY} 件` })
  await last.getByRole('gridcell').nth(4).click()
  await page.keyboard.type('9')
  await button(form, '添加一行').click()
  await grid(form).evaluate((element) => element.scrollTo(0, element.scrollHeight))
  await grid(form).getByRole('row').nth(-2).getByRole('gridcell').nth(0).click()
  await page.keyboard.type('新的')
  await shown(form.locator('output').filter({ hasText: '2,011' }))
  const sent = page.waitForRequest((request) => request.method() === 'PATCH')
  await save(form)
  const { items } = (await sent).postDataJSON() as { items: { save: Row[]; remove: string[]; order?: unknown } }
  expect([items.save.length, items.remove.length, items.order]).toEqual([3, 1, undefined])
  await gone(form)
  const now = await stored(many)
  expect(now).toHaveLength(MANY)
  expect(now.map(({ place }) => place)).toEqual(now.map((_, at) => at + 1))
  expect([now[0], now[1], now.at(-2), now.at(-1)].map((row) => [row!.note, row!.quantity])).toEqual([
    ['第 1 件', 5],
    ['第 3 件', 1],
    [`第 ${MANY} 件`, 9],
    ['新的', null],
  ])
})

test('what is wrong in one of many lines stands at its cell', async () => {
  await button(page, '编辑').click()
  const form = await shown(drawer(page, '编辑送货单'))
  await expect.poll(() => grid(form).getAttribute('aria-rowcount'), { timeout: 15_000 }).toBe(String(MANY + 1))
  await grid(form).evaluate((element) => element.scrollTo(0, 40 * 1000))
  const row = grid(form).getByRole('row').filter({ hasText: '第 1005 件' })
  await row.getByRole('gridcell').nth(4).click()
  await page.keyboard.type('0')
  await save(form)
  await shown(form.getByRole('alert').filter({ hasText: '第 1004 行 · 数量' }))
  await shown(grid(form).locator('[aria-invalid=true][role=gridcell]'))
  await row.getByRole('gridcell').nth(4).click()
  await page.keyboard.type('3')
  await save(form)
  await gone(form)
  expect((await stored(many))[1003]).toMatchObject({ note: '第 1005 件', quantity: 3 })
})

test('a column shows what the chosen record says, and copies come along, line by line (PLAT-27)', async () => {
  await page.goto('/o/delivery')
  await button(page, '新建送货单').first().click()
  const form = await shown(drawer(page, '新建送货单'))
  await form.getByLabel('标题', { exact: true }).fill('小送货单')
  await shown(grid(form).getByRole('columnheader', { name: '物料 · 编码' }))
  await button(form, '添加一行').click()
  await cells(form, 1).nth(1).click()
  const box = cells(form, 1).nth(1).getByRole('combobox')
  await box.fill('水泵')
  await takeOption(box, '水泵')
  await shown(cells(form, 1).nth(2).getByText('P-100'))
  await shown(cells(form, 1).nth(3).getByText('40'))
  await shown(cells(form, 1).nth(5).getByText('12.5'))
  expect(await cells(form, 1).nth(2).getAttribute('aria-readonly')).toBe('true')

  await cells(form, 1).nth(0).click()
  await pasteInto(page.locator(':focus'), '一\t阀门\t\t\t2\t\n二\t水泵\t\t\t3\t99\n')
  await shown(cells(form, 1).nth(2).getByText('V-200'))
  await shown(cells(form, 1).nth(5).getByText('3'))
  await shown(cells(form, 2).nth(2).getByText('P-100'))
  await shown(cells(form, 2).nth(5).getByText('99'))
  await look(page, 'paths-zh-1440')
  await save(form)
  await gone(form)
  const { body } = await product.admin.get(`/api/records/delivery?filter=${encodeURIComponent("title == '小送货单'")}`)
  const { id } = body.data[0]
  expect((await stored(id)).map(({ note, quantity, price }) => [note, quantity, price])).toEqual([
    ['一', 2, 3],
    ['二', 3, 99],
  ])
  await page.goto(`/o/delivery/${id}`)
  await shown(grid(page).getByText('V-200'))
  await shown(grid(page).getByText('P-100'))
  const session = await page.context().storageState()
  const english = await browser.visit({ url: product.url, locale: 'en', session })
  await english.goto(`/o/delivery/${id}`)
  await shown(english.getByText('V-200'))
  await look(english, 'paths-en-1440')
  await english.close()
  const phone = await browser.visit({ url: product.url, viewport: PHONE, session })
  await phone.goto(`/o/delivery/${many}`)
  await button(phone, '编辑').click()
  const small = await shown(drawer(phone, '编辑送货单'))
  await shown(button(small, '显示更多（还有 1950 行）'))
  expect(await small.getByRole('region', { name: /^第 \d+ 行$/ }).count()).toBe(50)
  await look(phone, 'many-zh-390')
  await phone.close()
})
