import type { Locator, Page } from 'playwright-core'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Client } from '../support/api-server.ts'
import { useBrowser } from '../support/browser.ts'
import { useProduct } from './product.ts'
import { button, choose, drawer, gone, logIn, lookUp, save, shown, takeOption, typeDate } from './steps.ts'
import {
  addField,
  addToDraft,
  boxOf,
  drag,
  fillNames,
  middleOf,
  moveToTop,
  openTab,
  publish,
  revert,
} from './studio-steps.ts'

const product = useProduct()
const browser = useBrowser()
const LIST = '/o/sample_loan'
const PURPOSE_ADDED = '样品借用：增加用途'

let admin: Page
let salesperson: Page
let salespersonApi: Client
let customer = ''
let purposeRevision = 0

beforeAll(async () => {
  admin = await browser.visit({ url: product.url })
  await logIn(admin)
  salespersonApi = await product.as('sales_rep')
  const own = await salespersonApi.get('/api/records/customer?fields=name&limit=1')
  customer = own.body.data[0].name
})

let hasFailed = false
beforeEach(({ skip }) => skip(hasFailed, 'a step before it failed'))
afterEach(({ task }) => {
  hasFailed ||= task.result?.state === 'fail'
})

const fact = (page: Page, label: string) =>
  page
    .locator('.fw-record-main dl')
    .filter({ has: page.locator('dt', { hasText: label }) })
    .locator('dd')
const required = (form: Locator) => form.getByRole('switch', { name: '必填' }).click()
const menuEntry = (page: Page) =>
  page.getByRole('navigation', { name: '营销管理' }).getByRole('link', { name: '样品借用', exact: true })

async function listColumn(page: Page, label: string): Promise<Locator> {
  await page.goto(LIST)
  const grid = await shown(page.getByRole('grid', { name: '样品借用' }))
  return grid.getByRole('columnheader', { name: label })
}

async function openForm(page: Page): Promise<Locator> {
  await page.goto(LIST)
  await button(page, '新建样品借用').first().click()
  const form = drawer(page, '新建样品借用')
  await shown(form.getByLabel('客户', { exact: true }))
  return form
}

async function fillLoan(form: Locator, quantity: string): Promise<void> {
  await lookUp(form, '客户', customer)
  await lookUp(form, '产品', '水性润湿剂')
  await form.getByLabel('数量', { exact: true }).fill(quantity)
  await form.getByLabel('单价', { exact: true }).fill('38.5')
}

const day = (offset: number) => {
  const moment = new Date(Date.now() + offset * 86_400_000)
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(moment)
}

test('PLAT-1 PLAT-3 an administrator defines an object in the browser: fields, rule, states, numbering', async () => {
  await admin.getByRole('link', { name: '设计中心' }).first().click()
  await button(admin, '新建对象').first().click()
  const form = drawer(admin, '新建对象')
  await fillNames(form, '对象名称', { zh: '样品借用', en: 'Sample loan' })
  expect(await form.getByLabel('API 名称').inputValue()).toBe('sample_loan')
  await form.getByText('自动编号', { exact: true }).click()
  await form.getByLabel('第 1 段：固定文字', { exact: true }).fill('SL-')
  await shown(form.getByText(/^SL-\d{6}-0001$/))
  await button(form, '创建草稿').click()
  await shown(admin.getByRole('heading', { level: 1, name: '样品借用' }))

  for (const [zh, en, target] of [
    ['客户', 'Customer', '客户 customer'],
    ['产品', 'Product', '产品 product'],
  ] as const) {
    const fill = async (field: Locator) => {
      await choose(field, '关联对象', target.replace(' ', ''))
      await required(field)
    }
    await addField(admin, { type: '关联', names: { zh, en }, fill })
  }
  await addField(admin, {
    type: '小数',
    names: { zh: '数量', en: 'Quantity' },
    fill: async (field) => {
      await required(field)
      await field.getByLabel('最小值').fill('0')
      await field.getByRole('checkbox', { name: '大于' }).check()
    },
  })
  await addField(admin, { type: '金额', names: { zh: '单价', en: 'Unit price' } })
  await addField(admin, {
    type: '公式',
    names: { zh: '货值', en: 'Value' },
    fill: async (field) => {
      await field.getByRole('textbox', { name: '公式' }).fill('quantity * unit_price')
      await shown(field.getByText(/表达式正确/))
    },
  })
  await addField(admin, {
    type: '日期',
    names: { zh: '借出日期', en: 'Borrowed on' },
    fill: async (field) => {
      await field.getByText('表达式', { exact: true }).click()
      await button(field, 'today\\(\\)').click()
      await required(field)
    },
  })
  await addField(admin, { type: '日期', names: { zh: '归还日期', en: 'Due on' } })
  await addField(admin, { type: '单选', names: { zh: '状态', en: 'Status' }, fill: fillStates })
})

async function fillStates(field: Locator): Promise<void> {
  const states = [
    ['草稿', 'Draft'],
    ['已借出', 'Lent'],
    ['已归还', 'Returned'],
  ] as const
  for (const [index, [zh, en]] of states.entries()) {
    await button(field, '添加选项').click()
    await field.getByLabel(`选项 ${index + 1} 中文`).fill(zh)
    await field.getByLabel(`选项 ${index + 1} 英文`).fill(en)
  }
}

test('PLAT-3 the object gets a rule with messages in both languages and a way through its states', async () => {
  await openTab(admin, '校验规则')
  await button(admin, '添加规则').click()
  const rule = drawer(admin, '新建校验规则')
  await rule.getByRole('textbox', { name: '拒绝条件' }).fill('due_on != null && due_on < borrowed_on')
  await shown(rule.getByText(/表达式正确/))
  await fillNames(rule, '提示信息', { zh: '归还日期早于借出日期', en: 'Return date is before the loan date' })
  await choose(rule, '提示位置', '归还日期')
  await addToDraft(rule)

  await openTab(admin, '状态')
  await button(admin, '使用“状态”').click()
  await addTransition({ zh: '借出', en: 'Lend' }, '草稿', '已借出')
  await addTransition({ zh: '归还', en: 'Give back' }, '已借出', '已归还')
})

async function addTransition(names: { zh: string; en: string }, from: string, to: string): Promise<void> {
  await button(admin, '添加流转').click()
  const form = drawer(admin, '新建流转')
  await fillNames(form, '按钮名称', names)
  await takeOption(form.getByLabel('从状态'), from)
  await takeOption(form.getByLabel('到状态'), to)
  await addToDraft(form)
}

test('PROC-4 PLAT-4 publishing shows its plan and puts the object into the menu without a reload', async () => {
  await admin.evaluate(() => Object.assign(window, { isSamePage: true }))
  await publish(admin, '样品借用')
  await button(admin, '打开列表').click()
  await shown(menuEntry(admin))
  await shown(admin.getByText('还没有样品借用'))
  expect(await admin.evaluate(() => 'isSamePage' in window)).toBe(true)
})

test('PROC-4 the generated form speaks people’s words and saves a record through its states', async () => {
  const form = await openForm(admin)
  await save(form)
  await shown(form.getByText('请填写数量').last())
  expect(await form.getByLabel('借出日期').inputValue()).toBe(day(0))
  await fillLoan(form, '0')
  await shown(form.getByText('数量必须大于 0').last())
  await form.getByLabel('数量', { exact: true }).fill('2.5')
  await shown(form.getByRole('status', { name: '货值' }).filter({ hasText: '96.25' }))

  await typeDate(form, '归还日期', day(-1))
  await save(form)
  await shown(form.getByText('归还日期早于借出日期').last())
  await typeDate(form, '归还日期', day(14))
  await save(form)
  await gone(form)
  await shown(admin.getByRole('heading', { level: 1, name: /^SL-\d{6}-0001/ }))

  await button(admin, '借出').click()
  await shown(admin.getByText('“借出”已完成'))
  await button(admin, '归还').click()
  await shown(admin.getByText('“归还”已完成'))
  const history = admin.getByRole('region', { name: '变更历史' }).getByRole('listitem')
  await shown(history.filter({ hasText: '草稿' }).filter({ hasText: '已借出' }).first())
  await shown(history.filter({ hasText: '已归还' }).first())
})

test('PLAT-4 the record is in the list and in the API at once', async () => {
  await admin.goto(LIST)
  const row = admin.getByRole('grid', { name: '样品借用' }).getByRole('row').nth(1)
  await shown(row.filter({ hasText: customer }).filter({ hasText: '已归还' }))
  const { status, body } = await product.admin.get('/api/records/sample_loan')
  expect(status).toBe(200)
  expect(body.data).toHaveLength(1)
  expect(body.data[0]).toMatchObject({ quantity: 2.5, unit_price: 38.5, value: 96.25, status: 'returned' })
  expect(body.data[0].number).toMatch(/^SL-\d{6}-0001$/)
})

test('PLAT-1 a field published while a salesperson works disturbs nothing, and the next form has it', async () => {
  const grants = { sample_loan: { operations: ['read', 'create', 'update'] } }
  const change = { patch: [{ kind: 'role', name: 'sales_rep', patch: { grants } }], message: '业务员可借样品' }
  const granted = await product.admin.post('/api/metadata/publish', change)
  expect(granted.status, granted.text).toBe(200)

  salesperson = await browser.visit({ url: product.url })
  await logIn(salesperson, 'sales_rep')
  const open = await openForm(salesperson)
  await fillLoan(open, '1')

  await admin.goto('/studio/objects/sample_loan')
  await addField(admin, { type: '文本', names: { zh: '用途', en: 'Purpose' } })
  await moveToTop(admin, '用途')
  purposeRevision = await publish(admin, PURPOSE_ADDED)

  await save(open)
  await gone(open)
  await shown(salesperson.getByRole('heading', { level: 1, name: /^SL-\d{6}-0002/ }))
  await button(salesperson, '编辑').click()
  const next = drawer(salesperson, '编辑样品借用')
  await next.getByLabel('用途', { exact: true }).fill('展会演示')
  await save(next)
  await gone(next)
  await shown(fact(salesperson, '用途').getByText('展会演示'))
  await shown(await listColumn(salesperson, '用途'))
})

/** Where a field stands in a form. */
const place = (form: Locator, label: string) => boxOf(form.locator('.fw-cell').filter({ hasText: label }).last())

test('PLAT-28 PLAT-29 what the designer moves and resizes is where people then fill it in', async () => {
  const before = await openForm(admin)
  const customerBefore = await place(before, '客户')
  expect((await place(before, '归还日期')).y).toBeGreaterThan(customerBefore.y)

  await admin.goto('/studio/objects/sample_loan/layout/form')
  const canvas = admin.getByRole('region', { name: '画布' })
  const card = (label: string) => canvas.getByRole('button', { name: label, exact: true })
  const due = middleOf(await boxOf(card('归还日期')))
  await drag(admin, due, middleOf(await boxOf(card('客户'))))
  await card('数量').click()
  const { width } = await boxOf(card('数量'))
  const handle = middleOf(await boxOf(canvas.locator('[data-block="f_quantity"] .react-resizable-handle-e')))
  await drag(admin, handle, { x: handle.x + width, y: handle.y })
  await publish(admin, '样品借用：调整表单')

  const after = await openForm(admin)
  const dueAfter = await place(after, '归还日期')
  expect(dueAfter.x).toBeCloseTo(customerBefore.x, 0)
  expect(dueAfter.y).toBeCloseTo(customerBefore.y, 0)
  expect((await place(after, '数量')).width).toBeGreaterThan(dueAfter.width * 1.5)
})

test('taking a publication back removes its field everywhere, and taking that back brings the values again', async () => {
  await revert(admin, PURPOSE_ADDED)
  const form = await openForm(admin)
  expect(await form.getByLabel('用途', { exact: true }).count()).toBe(0)
  const column = await listColumn(salesperson, '用途')
  expect(await column.count()).toBe(0)
  await salesperson
    .getByRole('grid')
    .getByRole('link', { name: /^SL-\d{6}-0002/ })
    .click()
  await shown(salesperson.getByRole('heading', { level: 1, name: /^SL-\d{6}-0002/ }))
  await shown(fact(salesperson, '数量').getByText('1', { exact: true }))
  expect(await salesperson.locator('.fw-record-main').getByText('用途').count()).toBe(0)

  await revert(admin, `撤回版本 ${purposeRevision}`)
  await shown((await openForm(admin)).getByLabel('用途', { exact: true }))
  await salesperson.reload()
  await shown(fact(salesperson, '用途').getByText('展会演示'))
})
