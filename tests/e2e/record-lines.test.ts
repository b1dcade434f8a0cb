import type { Locator, Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { PHONE, useBrowser } from '../support/browser.ts'
import { publishBills } from '../support/bill-objects.ts'
import { useProduct } from './product.ts'
import { button, gone, logIn, shown, takeOption } from './steps.ts'

type Row = Record<string, unknown>

const product = useProduct()
const browser = useBrowser()
let page: Page

beforeAll(async () => {
  await publishBills(product)
  page = await browser.visit({ url: product.url })
  await logIn(page)
})

/** Takes a picture where somebody asked for them. */
async function look(of: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS
  if (folder) await of.screenshot({ path: `${folder}/record-lines-${name}.png` })
}

async function bill(title: string, lines: object[]): Promise<Row & { id: string; lines: Row[] }> {
  const made = await product.admin.post('/api/records/bill', { title, lines })
  expect(made.status, made.text).toBe(201)
  return made.body
}

const timeline = (of: Page) => of.getByRole('region', { name: '变更历史' })
const entries = (of: Locator) => of.locator('.fw-timeline-entry')

test('the timeline of a record tells what became of its lines, and can leave them out', async () => {
  const { id, lines } = await bill('四月账单', [
    { item: '水泵', quantity: 1, price: 10 },
    { item: '阀门', quantity: 2, price: 3 },
  ])
  const [pump] = lines
  const sent = [
    { id: pump!.id, quantity: 7 },
    { item: '弯头', quantity: 1 },
  ]
  const changed = await product.admin.patch(`/api/records/bill/${id}`, { title: '五月账单', lines: sent })
  expect(changed.status, changed.text).toBe(200)
  await page.goto(`/o/bill/${id}`)
  const newest = entries(timeline(page)).first()
  await shown(newest.getByText('五月账单'))
  const told = newest.locator('.fw-timeline-line')
  await expect.poll(() => told.allInnerTexts()).toHaveLength(3)
  expect((await told.allInnerTexts()).map((text) => text.split('\n').slice(1).join(' ')).sort()).toEqual([
    '弯头 已添加',
    '水泵 已修改',
    '阀门 已删除',
  ])
  await shown(newest.getByText('数量'))
  await look(page, 'timeline-zh-1440')

  await takeOption(timeline(page).getByRole('combobox'), '仅主记录')
  await gone(newest.getByText('弯头'))
  await shown(newest.getByText('五月账单'))
  await takeOption(timeline(page).getByRole('combobox'), '账单明细')
  await shown(newest.getByText('弯头'))
  await gone(newest.getByText('五月账单'))
  await takeOption(timeline(page).getByRole('combobox'), '全部')
  await shown(newest.getByText('五月账单'))

  await entries(timeline(page)).last().getByRole('button', { name: '恢复到此版本' }).click()
  await button(page.getByRole('dialog'), '恢复到此版本').click()
  await shown(page.getByRole('heading', { name: '四月账单' }).first())
  const { body } = await product.admin.get(`/api/records/bill/${id}?expand=lines`)
  expect((body.lines as Row[]).map(({ item, quantity }) => [item, quantity])).toEqual([
    ['水泵', 1],
    ['阀门', 2],
  ])
  const session = await page.context().storageState()
  const phone = await browser.visit({ url: product.url, viewport: PHONE, session, locale: 'en' })
  await phone.goto(`/o/bill/${id}`)
  await shown(phone.getByRole('region', { name: 'History' }).getByText('brought back'))
  await phone.getByRole('region', { name: 'History' }).scrollIntoViewIfNeeded()
  await look(phone, 'timeline-en-390')
  await phone.close()
})
