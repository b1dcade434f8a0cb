import { beforeAll, expect, test } from 'vitest'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { DESKTOP, PHONE, useBrowser } from '../support/browser.ts'
import { useProduct } from './product.ts'
import { dataTexts, namelessControls, overflowOf, settled, strangeTexts } from './screen-checks.ts'
import { button, drawer, logIn, lookUp, shown } from './steps.ts'

const product = useProduct()
const browser = useBrowser()
const folder = process.env.E2E_SCREENSHOTS
let page: Page
let session: BrowserContextOptions['storageState']
let owner: { id: string; label: string }
let customer: { id: string; name: string }

beforeAll(async () => {
  const { body } = await product.admin.get('/api/records/customer?limit=1&filter=owner.username == "sales_rep"')
  customer = body.data[0]
  owner = body.data[0].owner
  page = await browser.visit({ url: product.url, locale: 'zh-CN', viewport: DESKTOP })
  await logIn(page)
  session = await page.context().storageState()
})

const seen = async (of: Page, name: string): Promise<void> => {
  await settled(of)
  if (folder) await of.screenshot({ path: `${folder}/access-${name}.png` })
}

test('PLAT-75 an administrator sees who may read a record, and why', async () => {
  await page.goto(`/o/customer/${customer.id}`)
  await page.getByRole('button', { name: '更多操作' }).first().click()
  await page.getByRole('menuitem', { name: '查看访问权限' }).click()
  const panel = drawer(page, `访问权限：${customer.name}`)
  const people = panel.getByRole('region', { name: '谁可以' })
  await shown(people.getByRole('button', { name: owner.label, exact: true }))
  await seen(page, 'who')
  await people.getByRole('button', { name: owner.label, exact: true }).click()
  await shown(panel.getByRole('region', { name: '查询某人为何可以或不可以' }).getByText('允许', { exact: true }))
  await panel.getByText('删除', { exact: true }).click()
  await shown(panel.getByRole('region', { name: '查询某人为何可以或不可以' }).getByText('不允许', { exact: true }))
  await seen(page, 'why')
})

test('who is no administrator is not offered it', async () => {
  const other = await browser.visit({ url: product.url, locale: 'zh-CN', viewport: DESKTOP })
  await logIn(other, 'sales_rep')
  await other.goto(`/o/customer/${customer.id}`)
  await settled(other)
  const more = other.getByRole('button', { name: '更多操作' })
  if ((await more.count()) > 0) await more.first().click()
  expect(await other.getByRole('menuitem', { name: '查看访问权限' }).count()).toBe(0)
})

test('what a person may do is told object by object, and for one record', async () => {
  await page.goto('/studio/users')
  await page.locator('.st-person', { hasText: owner.label }).click()
  await button(page, '查看此人的权限').click()
  const effect = drawer(page, `${owner.label}的权限`)
  await shown(effect.getByText('角色：', { exact: false }).first())
  await seen(page, 'user')
  await lookUp(effect, '对象', '客户')
  await lookUp(effect, '记录', customer.name)
  await shown(effect.getByText('允许', { exact: true }))
  await seen(page, 'user-record')
})

test.each([
  ['en', DESKTOP],
  ['zh-CN', PHONE],
] as const)('the panel is whole in %s at %o', async (locale, viewport) => {
  const other = await browser.visit({ url: product.url, locale, viewport, session })
  // who made the sample data is called so in every language
  const data = [...(await dataTexts(product.admin)), 'Sample data / 示例数据']
  await other.goto(`/o/customer/${customer.id}`)
  await other
    .getByRole('button', { name: /^(更多操作|More actions|More)$/ })
    .first()
    .click()
  await other.getByRole('menuitem', { name: /查看访问权限|Who may see it/ }).click()
  await shown(drawer(other, customer.name).getByText(owner.label, { exact: true }).first())
  await seen(other, `${locale}-${viewport.width}`)
  expect(await overflowOf(other)).toBe(0)
  expect(await namelessControls(other)).toEqual([])
  expect(await strangeTexts(other, locale, data)).toEqual([])
})

test('on a phone every button for a person is there, within the screen', async () => {
  const phone = await browser.visit({ url: product.url, locale: 'zh-CN', viewport: PHONE, session })
  await phone.goto('/studio/users')
  await phone.locator('.st-person', { hasText: owner.label }).click()
  const footer = phone.locator('.st-drawer-footer')
  for (const name of ['查看此人的权限', '以此用户身份查看', '取消', '保存修改']) {
    await shown(button(footer, name))
    // the drawer slides in
    const end = () => button(footer, name).evaluate((found) => found.getBoundingClientRect().right)
    await expect.poll(end, { message: name }).toBeLessThanOrEqual(PHONE.width - 8)
  }
  await seen(phone, 'person-phone')
  await phone.close()
})
