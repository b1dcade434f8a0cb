import type { Locator, Page } from 'playwright-core'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { useBrowser } from '../support/browser.ts'
import { useProduct } from './product.ts'
import { button, choose, drawer, gone, lookUp, logIn, save, shown, takeOption } from './steps.ts'
import { addField, addToDraft, fillNames, openTab, publish } from './studio-steps.ts'

const product = useProduct()
const browser = useBrowser()
let page: Page

beforeAll(async () => {
  page = await browser.visit({ url: product.url })
  await logIn(page)
})

let hasFailed = false
beforeEach(({ skip }) => skip(hasFailed, 'a step before it failed'))
afterEach(({ task }) => {
  hasFailed ||= task.result?.state === 'fail'
})

async function relate(kind: string): Promise<void> {
  await button(page, '添加关系').click()
  await page.getByRole('dialog').getByRole('button', { name: kind, exact: true }).click()
}

async function toProduct(form: Locator): Promise<void> {
  const box = form.getByLabel('关联对象', { exact: true })
  await box.click()
  await box.fill('product')
  await takeOption(box, '产品product')
}

test('PLAT-2 PLAT-3 a document gets a child table in one go, and both are related as the picture says', async () => {
  await page.goto('/studio/objects')
  await button(page, '新建对象').first().click()
  const form = drawer(page, '新建对象')
  expect(await form.getByRole('radio', { name: '独立单据' }).getAttribute('aria-checked')).toBe('true')
  await fillNames(form, '对象名称', { zh: '采购单', en: 'Purchase' })
  await form.getByText('自动编号', { exact: true }).click()
  await button(form, '创建草稿').click()
  await shown(page.getByRole('heading', { level: 1, name: '采购单' }))
  await addField(page, {
    type: '文本',
    names: { zh: '合同号', en: 'Contract' },
    fill: (field) => field.getByRole('switch', { name: '唯一' }).click(),
  })

  await openTab(page, '关系')
  await shown(page.getByText('还没有关系'))
  await relate('多对多关联')
  const many = drawer(page, '新建多选关联字段')
  await fillNames(many, '字段名称', { zh: '相关产品', en: 'Products' })
  await toProduct(many)
  await addToDraft(many)

  await relate('明细表')
  const lines = drawer(page, '新建明细表')
  await fillNames(lines, '对象名称', { zh: '采购明细', en: 'Purchase line' })
  await button(lines, '创建草稿').click()
  await shown(page.getByRole('heading', { level: 1, name: '采购明细' }))
  await addField(page, { type: '关联', names: { zh: '产品', en: 'Product' }, fill: toProduct })
  await addField(page, { type: '小数', names: { zh: '数量', en: 'Quantity' } })
  await addField(page, { type: '金额', names: { zh: '单价', en: 'Price' } })
  await addField(page, {
    type: '公式',
    names: { zh: '小计', en: 'Amount' },
    fill: (field) => field.getByRole('textbox', { name: '公式' }).fill('quantity * price'),
  })
})

test('PLAT-14 a formula and a roll-up over the new lines are written with what is proposed, before any is published', async () => {
  await page.goto('/studio/objects/purchase')
  await addField(page, {
    type: '汇总',
    names: { zh: '合计', en: 'Total' },
    fill: async (field) => {
      await choose(field, '汇总对象', '采购明细')
      await choose(field, '汇总方式', '求和')
      await choose(field, '汇总字段', '小计')
    },
  })
  await addField(page, {
    type: '公式',
    names: { zh: '大额行数', en: 'Big lines' },
    fill: async (field) => {
      const formula = field.getByRole('textbox', { name: '公式' })
      await formula.click()
      await page.keyboard.type('lines.count(l, l.am')
      await shown(field.getByRole('option', { name: /amount.*小计.*数字/ }))
      await page.keyboard.press('Tab')
      await page.keyboard.type(' > 100)')
      await shown(field.getByText('表达式正确'))
      expect(await formula.inputValue()).toBe('lines.count(l, l.amount > 100)')
    },
  })
  await openTab(page, '关系')
  await shown(page.getByRole('button', { name: '编辑关系“采购单” · 采购明细' }).getByText('lines'))
  await shown(page.getByRole('button', { name: '编辑关系“相关产品” · 产品' }))
  await publish(page, '采购单')
})

test('PLAT-27 an order is entered with its lines, and its total follows', async () => {
  await page.goto('/o/purchase')
  await button(page, '新建采购单').first().click()
  const form = drawer(page, '新建采购单')
  await form.getByLabel('合同号', { exact: true }).fill('HT-1')
  await lookUp(form, '相关产品', '水性润湿剂')
  await page.keyboard.press('Escape')
  await button(form, '添加一行').click()
  const cells = form.getByRole('grid', { name: '采购明细' }).getByRole('row').nth(1).getByRole('gridcell')
  await cells.nth(0).click()
  await page.keyboard.type('首批')
  await cells.nth(2).click()
  await page.keyboard.type('3')
  await page.keyboard.press('Tab')
  await page.keyboard.type('50')
  await page.keyboard.press('Enter')
  await save(form)
  await gone(form)
  const { body } = await product.admin.get('/api/records/purchase?expand=lines')
  expect(body.data).toHaveLength(1)
  expect(body.data[0]).toMatchObject({
    contract: 'HT-1',
    total: 150,
    big_lines: 1,
    lines: [{ name: '首批', amount: 150 }],
  })

  const again = await product.admin.post('/api/records/purchase', { contract: 'HT-1' })
  expect(again.status, 'the unique number is taken').toBe(409)
})

test('PLAT-28 a view is made with columns, a condition and a total, and the list shows it', async () => {
  await product.admin.post('/api/records/purchase', { contract: 'HT-2', lines: [{ quantity: 1, price: 7 }] })
  await product.admin.post('/api/records/purchase', { contract: 'HT-3', lines: [{ quantity: 2, price: 100 }] })
  await page.goto('/studio/objects/purchase/views')
  await shown(page.getByText('列表自动生成'))
  await button(page, '添加视图').click()
  const form = drawer(page, '新建视图')
  await fillNames(form, '视图名称', { zh: '大单', en: 'Large' })
  await takeOption(form.getByLabel('合计 列底', { exact: true }), '求和')
  await form.getByRole('textbox', { name: '筛选条件' }).fill('total > 100')
  await shown(form.getByText('表达式正确'))
  await addToDraft(form)
  await publish(page, '采购单视图')
  await page.goto('/o/purchase')
  await shown(page.getByRole('grid').getByText('HT-3'))
  expect(await page.getByRole('grid').getByText('HT-2').count()).toBe(0)
  await shown(page.locator('.fw-tfoot').getByText('350'))
})

test('what was added is taken back by undo', async () => {
  await page.goto('/studio/objects/purchase/relations')
  await relate('上下级')
  const hierarchy = page.getByRole('button', { name: '编辑关系“上级” · 采购单' })
  await shown(hierarchy.getByText('层级'))
  await page.keyboard.press('Control+z')
  await gone(hierarchy)
})

test('what a removed field left behind is purged once its loss was seen', async () => {
  const change = { kind: 'object', name: 'purchase_line', patch: { properties: { product: null } } }
  const removed = await product.admin.post('/api/metadata/publish', { patch: [change], confirm: true })
  expect(removed.status, removed.text).toBe(200)
  await page.goto('/studio/tasks')
  await page.getByRole('button', { name: '清除采购明细的 product' }).click()
  const question = drawer(page, '永久清除？')
  await shown(question.getByText(/值将永久丢失/))
  await button(question, '清除').click()
  await shown(page.getByText('没有已移除字段遗留的数据。'))
})
