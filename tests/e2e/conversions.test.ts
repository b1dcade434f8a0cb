import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { PHONE, useBrowser } from '../support/browser.ts'
import { label } from '../support/definitions.ts'
import { useProduct } from './product.ts'
import { button, drawer, gone, logIn, save, shown } from './steps.ts'

const product = useProduct()
const browser = useBrowser()
const field = (type: string, zh: string, options: object = {}) => ({
  'x-field': { type, label: label(type, zh), ...options },
})
const partner = {
  name: 'partner',
  required: ['name'],
  'x-object': {
    label: label('Partner', '伙伴'),
    nameField: 'name',
    completeness: { all: { label: label('Base data', '基本资料'), fields: { name: 1, region: 1, memo: 2 } } },
    recordTypes: {
      agent: {
        label: label('Agent', '代理商'),
        help: label('Sells for us', '代我司销售'),
        order: 1,
        required: ['region'],
      },
      shop: { label: label('Shop', '门店'), order: 2, hidden: ['region'], defaults: { memo: '零售' } },
    },
  },
  properties: { name: field('text', '名称'), region: field('text', '片区'), memo: field('text', '备注') },
}
let page: Page

beforeAll(async () => {
  const put = [{ kind: 'object', definition: partner }]
  expect((await product.admin.post('/api/metadata/publish', { put })).status).toBe(200)
  page = await browser.visit({ url: product.url })
  await logIn(page)
})

/** Takes a picture where somebody asked for them. */
async function look(of: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS
  if (folder) await of.screenshot({ path: `${folder}/convert-${name}.png` })
}

const leadToConvert = async (title: string, more: object = {}): Promise<string> => {
  const values = {
    title,
    contact_name: '罗丽',
    company: `${title}公司`,
    mobile: '13923954498',
    source: 'web',
    need: '阻燃剂',
    ...more,
  }
  const { body } = await product.admin.post('/api/records/lead', values)
  const move = (name: string, sent = {}) => product.admin.post(`/api/records/lead/${body.id}/transitions/${name}`, sent)
  await move('screen', { validity: 'valid' })
  await move('assign')
  expect((await move('follow')).status).toBe(200)
  return body.id as string
}

test('the type of a new record is chosen first, and decides its form (PLAT-18)', async () => {
  await page.goto('/o/partner')
  await button(page, '新建伙伴').first().click()
  const form = await shown(drawer(page, '新建伙伴'))
  await shown(form.getByText('代我司销售'))
  await look(page, 'types-zh-1440')
  await form.getByRole('button', { name: '门店' }).click()
  await form.getByLabel('名称', { exact: true }).fill('一号店')
  expect(await form.getByLabel('片区').count()).toBe(0)
  await save(form)
  await gone(form)
  const { data } = (await product.admin.get('/api/records/partner')).body
  expect(data).toMatchObject([{ name: '一号店', record_type: 'shop', memo: '零售', region: null }])
})

test('a record is given another type, with what that one needs (PLAT-18)', async () => {
  await shown(page.getByRole('heading', { name: '一号店' }))
  await page.getByRole('button', { name: '更多' }).last().click()
  await page.getByText('更改记录类型').hover()
  await page.getByText('代理商').last().click()
  const form = await shown(drawer(page, '编辑伙伴 · 代理商'))
  await form.getByLabel('片区').fill('华东')
  await save(form)
  await gone(form)
  const { data } = (await product.admin.get('/api/records/partner')).body
  expect(data).toMatchObject([{ record_type: 'agent', region: '华东' }])
})

test('a record shows how complete it is, and what is missing (PLAT-20)', async () => {
  const { body } = await product.admin.post('/api/records/partner', {
    name: '二号',
    record_type: 'agent',
    region: '华北',
  })
  await page.goto(`/o/partner/${body.id}`)
  await page.getByRole('button', { name: '完整度 50%' }).click()
  await shown(page.getByText('未填写：备注'))
  await look(page, 'completeness-zh-1440')
})

test('a lead is converted: what is missing is asked for, and the customer opens (PROC-25)', async () => {
  const region = (await product.admin.get('/api/records/region?limit=1')).body.data[0].id
  const id = await leadToConvert('寻找阻燃剂', { region })
  await page.goto(`/o/lead/${id}`)
  await button(page, '转化线索').click()
  const dialog = await shown(page.getByRole('dialog', { name: '转化线索' }))
  const contact = await shown(dialog.getByRole('region', { name: '联系人' }))
  await shown(contact.getByLabel('姓名'))
  await look(page, 'lead-zh-1440')
  await button(dialog, '转化线索').click()
  await shown(contact.getByText('请填写职位').first())
  await contact.getByLabel('职位').fill('采购经理')
  await button(dialog, '转化线索').click()
  await gone(dialog)
  await shown(page.getByRole('heading', { name: '寻找阻燃剂公司' }))
  expect((await product.admin.get(`/api/records/lead/${id}`)).body).toMatchObject({ status: 'converted' })
})

test('on a phone the dialog fits, in English too', async () => {
  const id = await leadToConvert('另一条线索')
  const session = await page.context().storageState()
  const phone = await browser.visit({ url: product.url, viewport: PHONE, locale: 'en', session })
  await phone.goto(`/o/lead/${id}`)
  await button(phone, 'Convert lead').click()
  const dialog = await shown(phone.getByRole('dialog', { name: 'Convert lead' }))
  await shown(dialog.getByRole('region', { name: 'Opportunity' }))
  await look(phone, 'lead-en-390')
  const width = await phone.evaluate(() => document.documentElement.scrollWidth)
  expect(width).toBeLessThanOrEqual(PHONE.width)
})
