import type { Locator, Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { PHONE, useBrowser } from '../support/browser.ts'
import { field, label } from '../support/definitions.ts'
import { useProduct } from './product.ts'
import { button, drawer, gone, logIn, lookUp, save, shown } from './steps.ts'

const buyer = {
  name: 'buyer',
  'x-object': {
    label: label('Buyer', '买家'),
    nameField: 'name',

    duplicates: { same: { match: [{ field: 'name', normalise: 'company' }], action: 'warn' } },
    rules: {
      small: {
        when: 'credit < 10',
        field: 'credit',
        severity: 'warn',
        message: label('The credit is small', '信用额度偏低'),
      },
    },
  },
  required: ['name'],
  properties: {
    name: field('text', 'Name', '名称'),
    town: field('text', 'Town', '城市'),
    credit: field('integer', 'Credit', '信用额度'),
  },
}
const sale = {
  name: 'sale',
  'x-object': { label: label('Sale', '销售单'), nameField: 'title' },
  properties: {
    title: field('text', 'Title', '标题'),
    number: field('auto-number', 'Number', '编号', { format: 'S-{0000}' }),
    buyer: field('lookup', 'Buyer', '买家', { object: 'buyer', copy: { place: 'town' } }),
    place: field('text', 'Place', '收货城市'),
    ruler: field('lookup', 'Guarantor', '担保方', { object: 'buyer', copy: { their_credit: 'credit' }, lock: true }),
    their_credit: field('integer', 'Their credit', '担保额度'),
    total: field('formula', 'Total', '合计', { expression: 'items.sum(i, i.price)', result: 'integer' }),
  },
}
const item = {
  name: 'sale_item',
  'x-object': { label: label('Item', '明细'), nameField: 'title' },
  properties: {
    title: field('text', 'Title', '标题'),
    sale: field('master-detail', 'Sale', '销售单', { object: 'sale', collection: 'items' }),
    price: field('integer', 'Price', '价格'),
  },
}
const place = (name: string, at: number) => ({
  type: 'field',
  field: name,
  x: (at % 3) * 8,
  y: Math.floor(at / 3),
  w: 8,
  h: 1,
})
const names = ['title', 'number', 'buyer', 'place', 'ruler', 'their_credit', 'total']
const layout = {
  name: 'sale_form',
  object: 'sale',
  purpose: 'form',
  blocks: {
    ...Object.fromEntries(names.map((name, at) => [name, place(name, at)])),
    items: { type: 'lines', collection: 'items', x: 0, y: 4, w: 24, h: 6 },
  },
}

const product = useProduct()
const browser = useBrowser()
let page: Page

beforeAll(async () => {
  const put = [
    ...[buyer, sale, item].map((definition) => ({ kind: 'object', definition })),
    { kind: 'layout', definition: layout },
  ]
  const answer = await product.admin.post('/api/metadata/publish', { put })
  expect(answer.body).toMatchObject({ revision: expect.anything() })
  const made = await product.admin.post('/api/records/buyer', {
    name: '北京远方贸易有限公司',
    town: '北京',
    credit: 50,
  })
  expect(made.status).toBe(201)
  page = await browser.visit({ url: product.url })
  await logIn(page)
})

/** Takes a picture where somebody asked for them. */
async function look(of: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS
  if (folder) await of.screenshot({ path: `${folder}/form-live-${name}.png` })
}

const count = async (object: string, filter: string) =>
  (await product.admin.get(`/api/records/${object}?filter=${encodeURIComponent(filter)}`)).body.data.length

test('a chosen record brings its values along, locked ones cannot be typed over (PLAT-15)', async () => {
  await page.goto('/o/sale')
  await button(page, '新建销售单').first().click()
  const form = await shown(drawer(page, '新建销售单'))
  await shown(form.getByText('S-0001'))
  await form.getByLabel('标题', { exact: true }).fill('一号单')
  await lookUp(form, '买家', '远方')
  await expect.poll(() => form.getByLabel('收货城市').inputValue()).toBe('北京')
  await shown(form.getByRole('status').filter({ hasText: '已带出：收货城市' }))
  await lookUp(form, '担保方', '远方')
  await shown(form.locator('output').filter({ hasText: '50' }))
  expect(await form.getByRole('spinbutton', { name: '担保额度' }).count()).toBe(0)
  await button(form, '添加一行').click()
  const cells = form.getByRole('grid').getByRole('row').nth(1).getByRole('gridcell')
  await cells.nth(1).click()
  await page.keyboard.type('7')
  await page.keyboard.press('Enter')
  await shown(form.locator('output').filter({ hasText: /^7$/ }))
  await look(page, 'copied-zh-1440')
  await save(form)
  await gone(form)
  expect(await count('sale', "title == '一号单' && place == '北京' && their_credit == 50 && total == 7")).toBe(1)
})

test('duplicates are told while the name is typed, and can be saved all the same (PLAT-17)', async () => {
  await page.goto('/o/buyer')
  await button(page, '新建买家').first().click()
  const form = await shown(drawer(page, '新建买家'))
  await form.getByLabel('名称', { exact: true }).fill('北京远方贸易')
  const link = await shown(form.getByRole('link', { name: /北京远方贸易有限公司/ }))
  expect(await link.getAttribute('href')).toMatch(/^\/o\/buyer\//)
  await look(page, 'duplicate-zh-1440')
  await form.getByLabel('信用额度').fill('5')
  await save(form)
  await answerQuestion(page, '可能已有相同记录', '返回修改')
  expect(await count('buyer', 'credit == 5')).toBe(0)
  await save(form)
  await answerQuestion(page, '可能已有相同记录', '仍然保存')
  await look(page, 'warning-zh-1440')
  await answerQuestion(page, '保存前请确认', '仍然保存')
  await gone(form)
  expect(await count('buyer', 'credit == 5')).toBe(1)
})

/** Answers the question above the form, whose words say what it is about. */
async function answerQuestion(of: Page, title: string, answer: string): Promise<void> {
  const question: Locator = await shown(of.getByRole('dialog').filter({ hasText: title }))
  await button(question, answer).click()
  await gone(question)
}

test('on a phone and in English the same is said', async () => {
  const session = await page.context().storageState()
  const phone = await browser.visit({ url: product.url, viewport: PHONE, locale: 'en', session })
  await phone.goto('/o/buyer')
  await phone.getByRole('button', { name: /New/ }).first().click()
  const form = await shown(drawer(phone, 'New buyer'))
  await form.getByLabel('Name', { exact: true }).fill('北京远方贸易')
  await shown(form.getByText('“北京远方贸易有限公司” exists already').first())
  await look(phone, 'duplicate-en-390')
})
