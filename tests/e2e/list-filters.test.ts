import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { PHONE, useBrowser } from '../support/browser.ts'
import { field, label } from '../support/definitions.ts'
import { useProduct } from './product.ts'
import { button, gone, logIn, shown, takeOption } from './steps.ts'

const options = {
  frail: { order: 1, label: label('Frail', '易碎') },
  cold: { order: 2, label: label('Cold', '冷藏') },
}

const zone = {
  name: 'zone',
  'x-object': { label: label('Zone', '片区'), nameField: 'name', hierarchy: 'parent' },
  properties: { name: field('text', 'Name', '名称'), parent: field('lookup', 'Above', '上级', { object: 'zone' }) },
}
const parcel = {
  name: 'parcel',
  'x-object': { label: label('Parcel', '运单'), nameField: 'name' },
  properties: {
    name: field('text', 'Name', '名称'),
    weight: field('integer', 'Weight', '重量'),
    day: field('date', 'Delivery day', '交付日期'),
    marks: field('multi-select', 'Marks', '标记', { options }),
    zone: field('lookup', 'Zone', '片区', { object: 'zone' }),
    stops: field('multi-lookup', 'Stops', '途经', { object: 'zone' }),
    about: field('polymorphic-lookup', 'Belongs to', '归属', { objects: ['zone', 'parcel'] }),
    place: field('region', 'Place', '地区'),
  },
}

const product = useProduct()
const { make } = product
const browser = useBrowser()
let page: Page

beforeAll(async () => {
  const put = [zone, parcel].map((definition) => ({ kind: 'object', definition }))
  const published = await product.admin.post('/api/metadata/publish', { put })
  expect(published.status, published.text).toBe(200)
  const north = await make('zone', { name: '北方' })
  const harbour = await make('zone', { name: '港区', parent: north })
  const day = (
    await product.admin.post('/api/metadata/expressions/evaluate', {
      object: 'zone',
      id: north,
      expression: 'today()',
    })
  ).body.value as string
  await make('parcel', {
    name: '甲',
    weight: 5,
    day,
    marks: ['frail', 'cold'],
    zone: harbour,
    stops: [north, harbour],
    about: { object: 'zone', id: north },
    place: '330106',
  })
  await make('parcel', { name: '乙', weight: 50, day: '2020-01-05', marks: ['cold'], stops: [harbour] })
  await make('parcel', { name: '丙' })
  page = await browser.visit({ url: product.url })
  await logIn(page)
})

async function look(name: string, on: Page = page): Promise<void> {
  const folder = process.env.SCREENSHOTS
  if (folder) await on.screenshot({ path: `${folder}/filters-${name}.png` })
}

const names = (on: Page) =>
  on
    .getByRole('grid')
    .getByRole('row')
    .filter({ has: on.getByRole('link') })
const chips = (on: Page) => on.getByRole('group', { name: '筛选条件' })

/** Adds a condition; `enter` gives it its value. */
async function filter(name: string, operator: string | null, enter?: () => Promise<void>): Promise<void> {
  await button(page, '筛选').or(button(page, '添加条件')).click()
  const box = page.getByLabel('字段', { exact: true })
  await box.fill(name)
  await takeOption(box, name)
  if (operator) await takeOption(page.getByLabel('比较方式', { exact: true }), operator)
  await enter?.()
}

async function apply(chip: string, left: string[]): Promise<void> {
  await button(page, '应用筛选').click()
  await gone(page.getByLabel('字段', { exact: true }))
  await shown(chips(page).locator('.fw-chip').filter({ hasText: chip }))
  await expect.poll(async () => (await names(page).count()) === left.length, { timeout: 10_000 }).toBe(true)
  for (const name of left) await shown(page.getByRole('grid').getByRole('link', { name, exact: true }))
}

async function clear(): Promise<void> {
  await page.getByRole('button', { name: '移除此条件' }).first().click()
  await gone(page.locator('.fw-chip'))
}

const value = () => page.getByLabel('值', { exact: true })
const records = () => page.locator('#fw-condition-value')

async function pick(text: string): Promise<void> {
  await records().fill(text)
  await takeOption(records(), text)
}

test('a list is filtered by periods, ranges and several values, each told in words (PLAT-20)', async () => {
  await page.goto('/o/parcel')
  await filter('交付日期', null, () => takeOption(value(), '本月'))
  await look('period-zh-1440')
  await apply('交付日期 在 本月', ['甲'])
  await clear()

  await filter('重量', '介于', async () => {
    await records().fill('10')
    await page.locator('#fw-condition-until').fill('60')
  })
  await look('range-zh-1440')
  await apply('重量 介于 10 至 60', ['乙'])
  await clear()

  await filter('标记', '包含全部', async () => {
    await takeOption(value(), '易碎')
    await takeOption(value(), '冷藏')
    await page.keyboard.press('Escape')
  })
  await apply('标记 包含全部 易碎、冷藏', ['甲'])
  await clear()

  await filter('交付日期', '为空')
  await apply('交付日期 为空', ['丙'])
  await clear()
})

test('records are filtered by: several of them, a branch, one of any object', async () => {
  await filter('途经', '包含任一', async () => {
    await pick('北方')
    await page.keyboard.press('Escape')
  })
  await apply('途经 包含任一 北方', ['甲'])
  await clear()

  await filter('片区', '属于（含下级）', () => pick('北方'))
  await apply('片区 属于（含下级） 北方', ['甲'])
  await clear()

  await filter('归属', '某类记录', async () => {
    await takeOption(value(), '片区')
    await page.keyboard.press('Escape')
  })
  await apply('归属 是 片区', ['甲'])
  await filter('途经', '不包含任何', async () => {
    await pick('港区')
    await look('records-zh-1440')
    await page.keyboard.press('Escape')
  })
  await apply('途经 不包含 港区', [])
  await look('chips-zh-1440')
})

test('the conditions are kept in the address and fit a phone, in English too', async () => {
  const address = new URL(page.url())
  const session = await page.context().storageState()
  const phone = await browser.visit({ url: product.url, viewport: PHONE, locale: 'en', session })
  await phone.goto(address.pathname + address.search)
  const bar = await shown(phone.getByRole('group', { name: /Filters|筛选条件/ }))
  await shown(bar.locator('.fw-chip').filter({ hasText: /港区|Harbour/ }))
  await look('chips-390', phone)
  await bar.locator('.fw-chip-text').first().click()
  await shown(phone.locator('.fw-condition'))
  const box = await phone.locator('.fw-condition').boundingBox()
  expect(box!.x).toBeGreaterThanOrEqual(0)
  expect(box!.x + box!.width).toBeLessThanOrEqual(PHONE.width)
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width)
  await look('edit-390', phone)
  await phone.close()
})
