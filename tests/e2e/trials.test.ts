import type { Locator, Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { PHONE, useBrowser } from '../support/browser.ts'
import { field, label } from '../support/definitions.ts'
import { useProduct } from './product.ts'
import { fillNames } from './studio-steps.ts'
import { button, choose, drawer, gone, logIn, lookUp, shown, takeOption } from './steps.ts'

const port = {
  name: 'port',
  'x-object': { label: label('Port', '港口'), nameField: 'name' },
  properties: { name: field('text', 'Name', '名称'), fee: field('integer', 'Fee', '港务费') },
}
const voyage = {
  name: 'voyage',
  'x-object': { label: label('Voyage', '航次'), nameField: 'title' },
  properties: {
    title: field('text', 'Title', '标题'),
    budget: field('integer', 'Budget', '预算'),
    home: field('lookup', 'Home port', '母港', { object: 'port' }),
    spent: field('formula', 'Spent', '已花费', { expression: 'budget' }),
  },
}
const call = {
  name: 'call',
  'x-object': { label: label('Call', '停靠'), nameField: 'place' },
  properties: {
    place: field('text', 'Place', '地点'),
    cost: field('integer', 'Cost', '费用'),
    voyage: field('master-detail', 'Voyage', '航次', { object: 'voyage', collection: 'calls' }),
  },
}

const product = useProduct()
const { make } = product
const browser = useBrowser()
let page: Page

beforeAll(async () => {
  const put = [port, voyage, call].map((definition) => ({ kind: 'object', definition }))
  const published = await product.admin.post('/api/metadata/publish', { put })
  expect(published.status, published.text).toBe(200)
  const home = await make('port', { name: '宁波', fee: 7 })
  const long = await make('voyage', { title: '远航', budget: 500, home })
  await make('call', { voyage: long, place: '上海', cost: 50 })
  await make('call', { voyage: long, place: '釜山', cost: 200 })
  await make('call', { voyage: long, place: '未定' })
  await make('voyage', { title: '近海', budget: 30 })
  page = await browser.visit({ url: product.url })
  await logIn(page)
})

async function look(name: string, on: Page = page): Promise<void> {
  const folder = process.env.SCREENSHOTS
  if (folder) await on.screenshot({ path: `${folder}/trials-${name}.png` })
}

const openField = async (name: string, on: Page = page) => {
  await on.goto('/studio/objects/voyage')
  await on.getByRole('row').filter({ hasText: name }).getByRole('button', { name, exact: true }).click()
  return shown(drawer(on, name))
}

const trialIn = (form: Locator) => form.getByRole('group', { name: '用真实记录试算' })
const result = (form: Locator, text: string) => shown(trialIn(form).getByRole('status').filter({ hasText: text }))

test('a formula is completed over lines, tried on a chosen record and corrected (PLAT-12)', async () => {
  const form = await openField('已花费')
  const source = form.getByRole('textbox', { name: '公式' })
  await result(form, '30')

  await source.fill('')
  await source.pressSequentially('calls.su')
  const proposals = form.getByRole('listbox')
  await shown(proposals.getByRole('option', { name: /^sum.*list\.sum\(item, number\)/ }))
  await look('completion-zh-1440')
  await page.keyboard.press('Enter')
  await source.pressSequentially('c.co')
  await shown(proposals.getByRole('option', { name: /cost.*费用/ }))
  await page.keyboard.press('Enter')
  await source.pressSequentially(') + coalesce(home.fee, 0)')
  expect(await source.inputValue()).toBe('calls.sum(c, c.cost) + coalesce(home.fee, 0)')
  await result(form, '0')
  await lookUp(trialIn(form), '用真实记录试算', '远航')
  await result(form, '257')
  await look('formula-zh-1440')

  await source.fill('calls.sum(c, c.csot)')
  await shown(form.getByRole('alert').filter({ hasText: 'cost' }))
  await gone(trialIn(form))
  await look('mistake-zh-1440')
})

test('a roll-up tells what it would hold and how many records count (PLAT-14)', async () => {
  await page.goto('/studio/objects/voyage')
  await button(page, '添加字段').click()
  const palette = page.getByRole('dialog').filter({ hasText: '选择字段类型' })
  await palette.getByRole('button', { name: '汇总', exact: true }).click()
  const form = drawer(page, '新建汇总字段')
  await fillNames(form, '字段名称', { zh: '大额费用', en: 'Large costs' })
  await choose(form, '汇总对象', '停靠')
  await lookUp(trialIn(form), '用真实记录试算', '远航')
  await result(form, '3 条关联记录中有 3 条参与汇总')
  await choose(form, '汇总方式', '求和')
  await takeOption(form.getByRole('combobox', { name: '汇总字段' }), '费用')
  await result(form, '250')
  await result(form, '3 条关联记录中有 2 条参与汇总')
  await form.getByRole('textbox', { name: '筛选条件' }).fill('cost > 100')
  await result(form, '3 条关联记录中有 1 条参与汇总')
  await result(form, '200')
  await look('roll-up-zh-1440')
})

test('a rule tells whether it holds for the record, on a phone too', async () => {
  const phone = await browser.visit({ url: product.url, viewport: PHONE, session: await page.context().storageState() })
  await phone.goto('/studio/objects/voyage/rules')
  await button(phone, '添加规则').first().click()
  const form = drawer(phone, '新建校验规则')
  await form.getByRole('textbox', { name: '拒绝条件' }).fill('calls.exists(c, c.cost > budget)')
  await result(form, '条件不成立')
  await form.getByRole('textbox', { name: '拒绝条件' }).fill('size(calls) == 0 && budget < 100')
  await result(form, '条件成立')
  await look('rule-zh-390', phone)
  await phone.close()
})
