import { beforeAll, expect, test } from 'vitest'
import type { BrowserContextOptions, Locator, Page } from 'playwright-core'
import { DESKTOP, PHONE, useBrowser } from '../support/browser.ts'
import { useProduct } from './product.ts'
import { dataTexts, namelessControls, overflowOf, settled, strangeTexts } from './screen-checks.ts'
import { button, choose, drawer, logIn, lookUp, shown } from './steps.ts'
import { addToDraft, fillNames, publish } from './studio-steps.ts'

const product = useProduct()
const browser = useBrowser()
const folder = process.env.E2E_SCREENSHOTS
let page: Page
let session: BrowserContextOptions['storageState']

beforeAll(async () => {
  page = await browser.visit({ url: product.url, locale: 'zh-CN', viewport: DESKTOP })
  await logIn(page)
  session = await page.context().storageState()
}, 240_000)

const seen = async (of: Page, name: string): Promise<void> => {
  await settled(of)
  if (folder) await of.screenshot({ path: `${folder}/member-rules-${name}.png` })
}
const preview = (form: Locator): Locator => form.getByRole('region', { name: '现在的效果' })

test('PLAT-50 the shipped rules are listed with what they compare', async () => {
  await page.goto('/studio/member-rules')
  const row = page.getByRole('row').filter({ hasText: '客户的市场专员' })
  await shown(row)
  expect(await row.innerText()).toContain('new_product_interest')
  await seen(page, 'list')
})

test('a rule is made by keyboard and mouse, tells whom it would add, and is published', async () => {
  await button(page, '新建规则').press('Enter')
  const form = drawer(page, '新建规则')
  await fillNames(form, '规则名称', { zh: '样品的市场专员', en: 'Market specialists on samples' })
  await choose(form, '对象', '样品')
  await choose(form, '映射表', '类别与市场专员')
  await choose(form, '映射表字段', '产品类别')
  await choose(form, '记录的值', 'product.category')
  await form.getByRole('switch', { name: '含下级' }).press('Space')
  await choose(form, '人员', '市场专员')
  await shown(preview(form).getByText(/目前将在 \d+ 条记录上添加 \d+ 名相关人员/))
  await shown(preview(form).getByText('徐伟').first())
  await seen(page, 'form')
  await addToDraft(form)
  await publish(page, '样品的市场专员')
  const name = 'market_specialists_on_samples'
  const published = await product.admin.get('/api/metadata/member-rule')
  const found = published.body.data.find((rule: { label: { en: string } }) => rule.label.en.endsWith('on samples'))
  expect(found, name).toMatchObject({
    object: 'sample',
    match: { category: { path: 'product.category', below: true } },
  })
})

test('a rule that is not published yet is renamed, and one leaves a changed form only on purpose', async () => {
  await page.goto('/studio/member-rules')
  await button(page, '新建规则').click()
  const form = drawer(page, '新建规则')
  await fillNames(form, '规则名称', { zh: '临时规则', en: 'Passing rule' })
  await form.getByLabel('关闭').or(form.getByLabel('Close')).first().click()
  await button(page, '继续编辑').click()
  await choose(form, '对象', '样品')
  await choose(form, '映射表', '类别与市场专员')
  await choose(form, '映射表字段', '产品类别')
  await choose(form, '记录的值', 'product.category')
  await choose(form, '人员', '市场专员')
  await addToDraft(form)
  await page.getByRole('button', { name: '临时规则' }).click()
  const known = page.getByRole('dialog').filter({ has: page.getByRole('button', { name: '移除规则' }) })
  await shown(known)
  await known.getByLabel('API 名称').fill('passing_two')
  await addToDraft(known)
  await page.getByRole('button', { name: '临时规则' }).click()
  expect(await known.getByLabel('API 名称').inputValue()).toBe('passing_two')
  await button(known, '移除规则').click()
  await page.getByRole('dialog').last().getByRole('button', { name: '移除规则' }).click()
  await page.getByRole('button', { name: '临时规则' }).waitFor({ state: 'detached' })
})

test('the mapping is edited as a table and acts at once; a record says by which rule', async () => {
  const customers = await product.admin.get(
    '/api/records/customer?fields=id,name&limit=1&sort=name&filter=size(new_product_interest)==0',
  )
  expect(customers.status, customers.text).toBe(200)
  const [customer] = customers.body.data as { id: string; name: string }[]
  const category = await product.make('product_category', { code: 'E2E', name: '导电涂料', is_new_category: true })
  await product.admin.patch(`/api/records/customer/${customer!.id}`, { new_product_interest: [category] })
  await page.goto('/studio/member-rules/specialist_customer')
  await lookUp(page, '新增 产品类别', '导电涂料')
  await lookUp(page, '新增 市场专员', '徐伟')
  await button(page, '添加').click()
  await shown(page.getByText('已保存').first())
  await seen(page, 'mapping')
  await page.goto(`/o/customer/${customer!.id}`)
  const people = page.getByRole('region', { name: '负责与共享' }).or(page.locator('.fw-people'))
  await shown(people.getByText('按规则“客户的市场专员”'))
  await seen(page, 'record')
  const history = page.getByRole('region', { name: '动态' }).or(page.locator('.fw-timeline'))
  await shown(history.getByText('添加 徐伟（可编辑） · 按规则“客户的市场专员”').first())
  const emptied = await product.admin.patch(`/api/records/customer/${customer!.id}`, { new_product_interest: null })
  expect(emptied.status, emptied.text).toBe(200)
  await page.reload()
  await shown(history.getByText('移除 徐伟 · 按规则“客户的市场专员”').first())
  await seen(page, 'history')
})

test.each([
  ['zh-CN', DESKTOP],
  ['en', PHONE],
] as const)('the pages fit and are named in %s', async (locale, viewport) => {
  const other = await browser.visit({ url: product.url, locale, viewport, session })
  const data = await dataTexts(product.admin)
  for (const path of ['/studio/member-rules', '/studio/member-rules/specialist_customer']) {
    await other.goto(path)
    await shown(other.getByRole('table').first())
    await seen(other, `${path.endsWith('rules') ? 'list' : 'mapping'}-${locale}-${viewport.width}`)
    expect(await overflowOf(other), path).toBeLessThanOrEqual(0)
    expect(await namelessControls(other), path).toEqual([])
    expect(await strangeTexts(other, locale, data), path).toEqual([])
  }
  await other.close()
})

test('where there are no rules the page says what they are for', async () => {
  const rules = (await product.admin.get('/api/metadata/member-rule')).body.data as { name: string }[]
  const removed = await product.admin.post('/api/metadata/publish', {
    delete: rules.map(({ name }) => ({ kind: 'member-rule', name })),
    confirm: true,
  })
  expect(removed.status, removed.text).toBe(200)
  await page.goto('/studio/member-rules')
  await shown(page.getByText('还没有规则'))
  await seen(page, 'empty')
})
