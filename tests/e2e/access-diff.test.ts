import { beforeAll, expect, test } from 'vitest'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { DESKTOP, PHONE, useBrowser } from '../support/browser.ts'
import { useProduct } from './product.ts'
import { namelessControls, overflowOf, settled } from './screen-checks.ts'
import { button, logIn, shown } from './steps.ts'

const product = useProduct()
const browser = useBrowser()
const folder = process.env.E2E_SCREENSHOTS
let page: Page
let session: BrowserContextOptions['storageState']

beforeAll(async () => {
  page = await browser.visit({ url: product.url, locale: 'zh-CN', viewport: DESKTOP })
  await logIn(page)
  session = await page.context().storageState()
})

const seen = async (of: Page, name: string): Promise<void> => {
  await settled(of)
  if (folder) await of.screenshot({ path: `${folder}/diff-${name}.png` })
}

const countOf = async (): Promise<number> => {
  const person = await product.as('sales_rep')
  return Number((await person.get('/api/records/customer?count=exact&limit=1')).body.page.count)
}

/** The effect that the publish dialog or the role's page shows. */
const effect = (of: Page) => of.getByRole('region', { name: /^(谁增加了权限，谁减少了权限|Who gains and who loses)$/ })
const dialogOf = (of: Page) => of.getByRole('dialog').filter({ hasText: '预览并发布' })

test('a wider scope shows who gains how many records, and that is what they see after publishing', async () => {
  const before = await countOf()
  await page.goto('/studio/roles/sales_rep')
  await page.getByRole('gridcell', { name: /^客户，查看：/ }).click()
  await page.getByRole('menuitem', { name: /全部记录/ }).click()
  await page.getByRole('tab', { name: '权限说明' }).click()
  await shown(effect(page).getByText(/查看：.* → 全部记录/))
  await shown(effect(page).getByText('将开放全部记录'))
  await seen(page, 'role')

  await button(page, '预览并发布').click()
  const section = effect(page).last()
  const table = section.getByRole('table', { name: '人员与对象' })
  await shown(table)
  const person = (await product.as('sales_rep')).get('/api/me')
  const { name } = (await person).body.user
  const cell = table.getByRole('button', { name: new RegExp(`^${name} · 客户: 增加`) })
  const words = (await cell.getAttribute('aria-label')) ?? ''
  const gained = Number(/增加 ([\d,]+) 条/.exec(words)?.[1]?.replaceAll(',', ''))
  expect(gained, words).toBeGreaterThan(0)
  await cell.focus()
  await page.keyboard.press('Enter')
  const details = section.getByRole('region', { name: `${name} · 客户` })
  await shown(details.getByText('增加，例如：'))
  expect(await details.getByRole('link').count()).toBeGreaterThan(0)
  await details.scrollIntoViewIfNeeded()
  await seen(page, 'publish')
  expect(await namelessControls(page)).toEqual([])

  await dialogOf(page)
    .getByRole('button', { name: /发布 \d+ 处改动/ })
    .click()
  await shown(page.getByRole('heading', { name: /已发布，版本 \d+/ }))
  expect(await countOf()).toBe(before + gained)
})

test('the page of a role tells it in English on a phone, and a cell is opened by keys', async () => {
  await page.goto('/studio/roles/sales_rep')
  await page.getByRole('gridcell', { name: /^联系人，查看：/ }).click()
  await page.getByRole('menuitem', { name: /全部记录/ }).click()
  await shown(button(page, '预览并发布'))
  const drafted = await page.context().storageState()
  const phone = await browser.visit({ url: product.url, locale: 'en', viewport: PHONE, session: drafted })
  await phone.goto('/studio/roles/sales_rep/words')
  await shown(effect(phone).getByText('all records become open'))
  const table = effect(phone).getByRole('table', { name: 'People and objects' })
  const cell = table.getByRole('button', { name: /· Contact: gains [1-9]/ })
  await shown(cell)
  await cell.press('Enter')
  await shown(effect(phone).getByText('Gains, for example:').first())
  await seen(phone, 'role-phone')
  expect(await overflowOf(phone)).toBe(0)
  expect(await namelessControls(phone)).toEqual([])
})

test('what changes no right says so, in English on a phone, too', async () => {
  const phone = await browser.visit({ url: product.url, locale: 'en', viewport: PHONE, session })
  await phone.goto('/studio/roles/sales_rep')
  await shown(phone.getByRole('heading', { name: /Sales/ }).first())
  await phone.getByRole('tab', { name: 'Settings' }).click()
  await phone.getByLabel(/^Role name \(English\)/).fill('Sales representative two')
  await phone.getByRole('button', { name: 'Preview and publish' }).click()
  await shown(effect(phone).getByText('No access changes: everybody may do what he may do now.'))
  await seen(phone, 'none-phone')
  expect(await overflowOf(phone)).toBe(0)
})
