import { beforeAll, expect, test } from 'vitest'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { DESKTOP, PHONE, useBrowser } from '../support/browser.ts'
import { field, label } from '../support/definitions.ts'
import { useProduct } from './product.ts'
import { namelessControls, overflowOf, settled, strangeTexts } from './screen-checks.ts'
import { button, choose, drawer, gone, logIn, lookUp, save, shown } from './steps.ts'
import { addToDraft, fillNames, openTab, publish } from './studio-steps.ts'

const product = useProduct()
const browser = useBrowser()
const folder = process.env.E2E_SCREENSHOTS
const TAB = '/studio/objects/vendor/duplicates'
let page: Page
let session: BrowserContextOptions['storageState']

const vendor = {
  name: 'vendor',
  type: 'object',
  required: ['name'],
  'x-object': { label: label('Supplier', '供应商'), nameField: 'name' },
  properties: {
    name: field('text', 'Name', '名称'),
    phone: field('phone', 'Phone', '电话'),
    site: field('url', 'Website', '网站'),
    active: field('boolean', 'Active', '启用'),
    memo: field('long-text', 'Memo', '备注'),
  },
}
const known = { name: '明德机械有限公司', phone: '021-6100 2200', active: true }
const data = [known.name, '明德机械', '供应商', 'Supplier']

beforeAll(async () => {
  const put = [{ kind: 'object', definition: vendor }]
  expect((await product.admin.post('/api/metadata/publish', { put })).status).toBe(200)
  expect((await product.admin.post('/api/records/vendor', known)).status).toBe(201)
  page = await browser.visit({ url: product.url, locale: 'zh-CN', viewport: DESKTOP })
  await logIn(page)
  session = await page.context().storageState()
})

const seen = async (of: Page, name: string): Promise<void> => {
  await settled(of)
  if (folder) await of.screenshot({ path: `${folder}/duplicates-${name}.png`, fullPage: true })
}

test('PLAT-17 an administrator defines a duplicate rule and tries it before it is saved', async () => {
  await page.goto(TAB)
  await shown(page.getByText('还没有查重规则'))
  await seen(page, 'empty')
  await button(page, '名称相同').click()
  const form = drawer(page, '新建查重规则')
  await choose(form, '名称的比对方式', '公司名相同')
  await shown(form.getByText('“明德机械有限公司”等同“明德机械”', { exact: false }))
  await form.getByText('禁止保存').click()
  await fillNames(form, '提示信息', { zh: '供应商已登记', en: 'Supplier is known' })
  const trial = form.getByRole('region', { name: '试用规则' })
  await trial.getByLabel('名称', { exact: true }).fill('明德机械 股份有限公司')
  await shown(trial.getByText('供应商已登记：已存在“明德机械有限公司”'))
  await shown(trial.getByText('明德机械', { exact: true }))
  expect(await trial.getByRole('link', { name: known.name }).count()).toBe(1)
  await seen(page, 'drawer')
  await lookUp(trial, '取用记录的值', '明德')
  await shown(trial.getByText('未查到重复记录'))
  expect(await namelessControls(page)).toEqual([])
  await addToDraft(form)
})

test('rules of several fields with a condition are put in the order in which people are told', async () => {
  await button(page, '添加查重规则').click()
  const form = drawer(page, '新建查重规则')
  await button(form, '添加到草稿').click()
  await shown(form.getByText('请至少选择一个字段'))
  await choose(form, '添加比对字段', '电话')
  await choose(form, '添加比对字段', '网站')
  await form.getByRole('button', { name: '不再比对网站' }).click()
  await form.getByLabel('仅比对满足条件的记录').fill('active')
  await addToDraft(form)
  const trial = page.getByRole('region', { name: '试用规则' })
  await trial.getByLabel('名称', { exact: true }).fill('Other')
  await trial.getByLabel('电话', { exact: true }).fill('+86 21 6100 2200')
  await shown(trial.getByText('未比对：不满足规则的条件。'))
  await trial.getByRole('switch').or(trial.getByRole('checkbox')).first().click()
  await shown(trial.getByText('已存在“明德机械有限公司”'))
  await shown(trial.getByText('862161002200'))
  await page.getByRole('button', { name: '移动 电话相同' }).press('ArrowUp')
  await shown(page.locator('[data-row]').first().filter({ hasText: '电话相同' }))
  await seen(page, 'tab')
  expect(await namelessControls(page)).toEqual([])
  expect(await strangeTexts(page, 'zh-CN', [...data, 'Other'])).toEqual([])
  await publish(page, '供应商查重')
  const { body } = await product.admin.get('/api/metadata/object')
  const found = body.data.find(({ name }: { name: string }) => name === 'vendor')
  expect(found['x-object'].duplicates).toEqual({
    supplier_is_known: {
      match: [{ field: 'name', normalise: 'company' }],
      action: 'block',
      message: label('Supplier is known', '供应商已登记'),
      order: 20,
    },
    same_phone: { match: [{ field: 'phone', normalise: 'phone' }], where: 'active', action: 'warn', order: 10 },
  })
})

const stored = async () => (await product.admin.get('/api/records/vendor')).body.data.length

test('a second record is refused in the form with the message of the rule, or stored after a warning', async () => {
  await page.goto('/o/vendor')
  await button(page, '新建供应商').first().click()
  const form = drawer(page, '新建供应商')
  await form.getByLabel('名称', { exact: true }).fill('明德机械')
  await shown(form.getByText('供应商已登记：已存在“明德机械有限公司”'))
  await save(form)
  await shown(form.getByText('供应商已登记：已存在“明德机械有限公司”').first())
  await seen(page, 'refused')
  expect(await stored()).toBe(1)
  await form.getByLabel('名称', { exact: true }).fill('明诚贸易')
  await form.getByLabel('电话', { exact: true }).fill('021 6100 2200')
  await form.getByLabel('启用', { exact: true }).click()
  await save(form)
  const asked = page.getByRole('dialog').filter({ hasText: /仍/ }).last()
  await shown(asked)
  await seen(page, 'warned')
  await asked.getByRole('button', { name: /仍/ }).click()
  await gone(form)
  expect(await stored()).toBe(2)
})

test('the rules are readable in English and on a phone', async () => {
  const phone = await browser.visit({ url: product.url, locale: 'en', viewport: PHONE, session })
  await phone.goto(TAB)
  await shown(phone.getByRole('button', { name: 'Supplier is known', exact: true }))
  await seen(phone, 'phone')
  expect(await overflowOf(phone)).toBe(0)
  expect(await strangeTexts(phone, 'en', data)).toEqual([])
  await phone.getByRole('button', { name: 'Supplier is known', exact: true }).click()
  await shown(drawer(phone, 'Edit duplicate rule').getByText('same company'))
  await seen(phone, 'phone-drawer')
})

test('of an object that is not published the trial says that there is nothing to compare with', async () => {
  await page.goto('/studio/objects')
  await button(page, '新建对象').first().click()
  const dialog = drawer(page, '新建对象')
  await fillNames(dialog, '对象名称', { zh: '承运商', en: 'Carrier' })
  await button(dialog, '创建草稿').click()
  await shown(page.getByRole('heading', { level: 1, name: '承运商' }))
  await openTab(page, '查重规则')
  await button(page, '名称相同').click()
  const form = drawer(page, '新建查重规则')
  await shown(form.getByText('此对象尚未发布，还没有可比对的记录', { exact: false }))
  await addToDraft(form)
  await seen(page, 'unpublished')
})

test('a rule over a field that is not published says why it cannot be tried yet', async () => {
  const english = await browser.visit({ url: product.url, locale: 'en', viewport: DESKTOP, session })
  await english.goto('/studio/objects/vendor/fields')
  await button(english, 'Add field').click()
  await english.getByRole('dialog').getByRole('button', { name: 'E-mail', exact: true }).click()
  const fresh = drawer(english, 'New field: E-mail')
  await fresh.getByLabel('Label (Chinese)').fill('邮箱')
  await fresh.getByLabel('Label (English)').fill('Mailbox')
  await button(fresh, 'Add to draft').click()
  await gone(fresh)
  await openTab(english, 'Duplicate rules')
  await button(english, 'Add duplicate rule').click()
  const form = drawer(english, 'New duplicate rule')
  await choose(form, 'Add a field to compare', 'Mailbox')
  await choose(form, 'Add a field to compare', 'Name')
  await form.getByRole('region', { name: 'Try it out' }).getByLabel('Name', { exact: true }).fill('x')
  await shown(form.getByText(/^Cannot be tried as things are published: There is no field “mailbox”/))
  await seen(english, 'english')
})
