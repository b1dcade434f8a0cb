import { beforeAll, expect, test } from 'vitest'
import type { BrowserContextOptions, Locator, Page } from 'playwright-core'
import { DESKTOP, PHONE, useBrowser } from '../support/browser.ts'
import { field, label } from '../support/definitions.ts'
import { useProduct } from './product.ts'
import { settled } from './screen-checks.ts'
import { button, choose, drawer, gone, logIn, save, shown } from './steps.ts'
import { addToDraft, fillNames, publish } from './studio-steps.ts'
import type { Names } from './studio-steps.ts'

const product = useProduct()
const browser = useBrowser()
const folder = process.env.E2E_SCREENSHOTS
const TAB = '/studio/objects/outlet/record-types'
let page: Page
let session: BrowserContextOptions['storageState']

const outlet = {
  name: 'outlet',
  type: 'object',
  required: ['name'],
  'x-object': { label: label('Outlet', '网点'), nameField: 'name' },
  properties: {
    name: field('text', 'Name', '名称'),
    region: field('text', 'Region', '片区'),
    memo: field('text', 'Memo', '备注'),
    level: field('select', 'Level', '等级', {
      options: { gold: { order: 1, label: label('Gold', '金牌') }, free: { order: 2, label: label('Free', '散户') } },
    }),
  },
}

beforeAll(async () => {
  const published = await product.admin.post('/api/metadata/publish', { put: [{ kind: 'object', definition: outlet }] })
  expect(published.status).toBe(200)
  page = await browser.visit({ url: product.url, locale: 'zh-CN', viewport: DESKTOP })
  await logIn(page)
  session = await page.context().storageState()
})

const seen = async (of: Page, name: string): Promise<void> => {
  await settled(of)
  if (folder) await of.screenshot({ path: `${folder}/record-types-${name}.png` })
}

async function addType(names: Names, fill: (form: Locator) => Promise<void>): Promise<void> {
  await button(page, '添加记录类型').click()
  const form = drawer(page, '新建记录类型')
  await fillNames(form, '类型名称', names)
  await fill(form)
  await addToDraft(form)
  await shown(page.getByRole('row').filter({ hasText: names.zh }))
}

test('PLAT-18 an administrator defines two record types in the browser and puts them in order', async () => {
  await page.goto(TAB)
  await shown(page.getByText('所有记录目前是同一类型'))
  await seen(page, 'empty')
  await addType({ zh: '代理商', en: 'Agent' }, async (form) => {
    await choose(form, '必填字段', '片区')
    await choose(form, '等级', '金牌')
    await choose(form, '添加字段的默认值', '备注')
    await form.getByLabel('备注', { exact: true }).fill('代销')
    await seen(page, 'drawer')
  })
  await addType({ zh: '门店', en: 'Shop' }, async (form) => {
    await choose(form, '隐藏字段', '片区')
    await form.getByRole('switch', { name: '默认类型' }).click()
  })
  await page.getByRole('button', { name: '移动 门店' }).press('ArrowUp')
  await shown(page.locator('[data-row]').first().filter({ hasText: '门店' }).getByText('默认类型'))
  await button(page, '添加完整度分组').click()
  const group = drawer(page, '新建完整度分组')
  await fillNames(group, '分组名称', { zh: '基本资料', en: 'Base data' })
  await fillNames(group, '负责岗位', { zh: '区域经理', en: 'Area manager' })
  await choose(group, '添加应填字段', '片区')
  await group.getByLabel('片区 的权重').fill('3')
  await choose(group, '添加应填字段', '备注')
  await addToDraft(group)
  await shown(page.getByText('基本资料'))
  await seen(page, 'table')
  await publish(page, '网点：记录类型')
  const { body } = await product.admin.get('/api/metadata/object')
  const found = body.data.find(({ name }: { name: string }) => name === 'outlet')
  expect(found['x-object'].completeness).toMatchObject({
    base_data: { responsible: label('Area manager', '区域经理'), fields: { region: 3, memo: 1 } },
  })
  expect(found['x-object'].recordTypes).toMatchObject({
    agent: {
      label: label('Agent', '代理商'),
      order: 20,
      required: ['region'],
      options: { level: ['gold'] },
      defaults: { memo: '代销' },
    },
    shop: { label: label('Shop', '门店'), order: 10, default: true, hidden: ['region'] },
  })
})

test('a record of a published type has what the type asks for', async () => {
  await page.goto('/o/outlet')
  await button(page, '新建网点').first().click()
  await page.getByRole('dialog').getByText('代理商').click()
  const form = drawer(page, '新建网点')
  await form.getByLabel('名称', { exact: true }).fill('城东代理')
  await form.getByLabel('片区', { exact: true }).fill('华东')
  await seen(page, 'record')
  await save(form)
  await gone(form)
  const { body } = await product.admin.get('/api/records/outlet?fields=name,record_type,region,memo')
  expect(body.data).toMatchObject([{ name: '城东代理', record_type: 'agent', region: '华东', memo: '代销' }])
})

test('a published type is switched off rather than removed, on a phone too', async () => {
  const phone = await browser.visit({ url: product.url, locale: 'en', viewport: PHONE, session })
  await phone.goto(TAB)
  await shown(phone.getByRole('button', { name: 'Shop', exact: true }))
  expect(await phone.getByRole('button', { name: 'Remove record type: Shop' }).isDisabled()).toBe(true)
  await seen(phone, 'phone')
  await phone.getByRole('button', { name: 'Shop', exact: true }).click()
  await shown(drawer(phone, 'Edit record type').getByText('Default type'))
  await seen(phone, 'phone-drawer')
})
