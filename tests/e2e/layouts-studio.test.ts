import { beforeAll, expect, test } from 'vitest'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { DESKTOP, PHONE, useBrowser } from '../support/browser.ts'
import { label } from '../support/definitions.ts'
import { useProduct } from './product.ts'
import { settled } from './screen-checks.ts'
import { button, choose, drawer, gone, logIn, save, shown } from './steps.ts'
import { fillNames, publish } from './studio-steps.ts'

const product = useProduct()
const browser = useBrowser()
const folder = process.env.E2E_SCREENSHOTS
const TAB = '/studio/objects/outlet/layouts'
let page: Page
let session: BrowserContextOptions['storageState']

const field = (type: string, en: string, zh: string) => ({ 'x-field': { type, label: label(en, zh) } })
const outlet = {
  name: 'outlet',
  type: 'object',
  required: ['name'],
  'x-object': {
    label: label('Outlet', '网点'),
    nameField: 'name',
    recordTypes: {
      agent: { order: 10, label: label('Agent', '代理商') },
      shop: { order: 20, label: label('Shop', '门店'), hidden: ['region'] },
    },
  },
  properties: {
    name: field('text', 'Name', '名称'),
    region: field('text', 'Region', '片区'),
    memo: field('text', 'Memo', '备注'),
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
  if (folder) await of.screenshot({ path: `${folder}/layouts-${name}.png` })
}

const layoutsOf = async (): Promise<Record<string, unknown>[]> => {
  const { body } = await product.admin.get('/api/metadata/layout')
  return body.data.filter(({ object }: { object: string }) => object === 'outlet')
}

test('PLAT-18 a record type gets a form of its own in the designer', async () => {
  await page.goto(TAB)
  await shown(page.getByRole('table', { name: '布局使用情况' }).getByRole('rowheader', { name: '门店' }))
  await seen(page, 'matrix')
  await button(page, '为门店单独设计表单布局').click()
  const dialog = page.getByRole('dialog', { name: '新建布局' })
  await fillNames(dialog, '布局名称', { zh: '门店登记', en: 'Shop sheet' })
  await seen(page, 'new')
  await button(dialog, '创建并设计').click()
  await gone(dialog)
  await shown(button(page, '当前布局：门店登记'))
  await page.getByText('备注', { exact: true }).first().click()
  const properties = page.getByRole('complementary', { name: '属性' })
  await fillNames(properties, '显示名称', { zh: '门头照说明', en: 'Sign' })
  await expect.poll(() => page.getByRole('region', { name: '画布' }).innerText()).not.toContain('片区')
  await seen(page, 'designer')
  await page.goto(TAB)
  await shown(page.getByRole('row', { name: /门店 门店登记/ }))
  await publish(page, '网点：门店表单')
  expect(await layoutsOf()).toMatchObject([
    { name: 'outlet_shop_form', purpose: 'form', recordType: 'shop', label: label('Shop sheet', '门店登记') },
  ])
})

test('the form of that type shows it, the form of the other does not', async () => {
  const openForm = async (type: string) => {
    await page.goto('/o/outlet')
    await button(page, '新建网点').first().click()
    await page.getByRole('dialog').getByText(type).click()
    const form = drawer(page, '新建网点')
    await shown(form.getByLabel('名称', { exact: true }))
    return form
  }
  const agent = await openForm('代理商')
  await shown(agent.getByLabel('备注', { exact: true }))
  const shop = await openForm('门店')
  await shop.getByLabel('名称', { exact: true }).fill('一号店')
  await shop.getByLabel('门头照说明').fill('红底白字')
  expect(await shop.getByLabel('备注', { exact: true }).count()).toBe(0)
  await seen(page, 'form')
  await save(shop)
  await gone(shop)
  const { body } = await product.admin.get('/api/records/outlet?fields=name,memo,record_type')
  expect(body.data).toMatchObject([{ name: '一号店', memo: '红底白字', record_type: 'shop' }])
})

test('a layout is copied for another type, renamed and removed', async () => {
  await page.goto(TAB)
  await button(page, '复制布局：门店登记').click()
  const dialog = page.getByRole('dialog', { name: '新建布局' })
  await choose(dialog, '适用记录', '代理商')
  await button(dialog, '创建并设计').click()
  await (await shown(button(page, '当前布局：表单布局 · 代理商'))).click()
  await page.getByRole('menuitem', { name: '布局设置' }).click()
  const settings = page.getByRole('dialog', { name: '布局设置' })
  await fillNames(settings, '布局名称', { zh: '代理登记', en: 'Agent sheet' })
  await button(settings, '确定').click()
  await shown(button(page, '当前布局：代理登记'))
  await page.goto(TAB)
  await button(page, '移除布局：门店登记').click()
  await button(page.getByRole('dialog'), '移除').click()
  await shown(page.getByRole('row', { name: /门店 同“所有类型”|门店 自动生成/ }))
  await publish(page, '网点：代理商表单')
  expect(await layoutsOf()).toMatchObject([
    { name: 'outlet_agent_form', recordType: 'agent', label: label('Agent sheet', '代理登记') },
  ])
})

test('which layout shows what can be read on a phone', async () => {
  const phone = await browser.visit({ url: product.url, locale: 'en', viewport: PHONE, session })
  await phone.goto(TAB)
  await shown(phone.getByRole('link', { name: 'Agent sheet' }).first())
  await seen(phone, 'phone')
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width)
  await phone.goto('/studio/objects/region/layouts')
  await shown(phone.getByText('Divide them into record types first', { exact: false }))
  await seen(phone, 'no-types')
})
