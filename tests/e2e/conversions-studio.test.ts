import { beforeAll, expect, test } from 'vitest'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { DESKTOP, PHONE, useBrowser } from '../support/browser.ts'
import { field, label } from '../support/definitions.ts'
import { useProduct } from './product.ts'
import { settled } from './screen-checks.ts'
import { button, choose, gone, logIn, lookUp, shown } from './steps.ts'
import { fillNames, publish } from './studio-steps.ts'

const product = useProduct()
const browser = useBrowser()
const folder = process.env.E2E_SCREENSHOTS
let page: Page
let session: BrowserContextOptions['storageState']

const idea = {
  name: 'idea',
  required: ['name'],
  'x-object': { label: label('Idea', '创意'), nameField: 'name', icon: 'bulb' },
  properties: {
    name: field('text', 'Name', '名称'),
    budget: field('integer', 'Budget', '预算'),
    customer: field('lookup', 'Customer', '客户', { object: 'customer' }),
    plan: field('lookup', 'Plan', '方案', { object: 'plan' }),
    outcome: field('text', 'Outcome', '结果'),
  },
}
const plan = {
  name: 'plan',
  required: ['name', 'goal'],
  'x-object': { label: label('Plan', '方案'), nameField: 'name' },
  properties: {
    name: field('text', 'Name', '名称'),
    goal: field('text', 'Goal', '目标'),
    amount: field('integer', 'Amount', '金额'),
    customer: field('lookup', 'Customer', '客户', { object: 'customer' }),
    idea: field('lookup', 'From idea', '来源创意', { object: 'idea' }),
  },
}
const lines = (name: string, master: string, zh: string) => ({
  name,
  required: ['what'],
  'x-object': { label: label(name, zh), nameField: 'what' },
  properties: {
    [master]: field('master-detail', 'Of', '所属', { object: master }),
    what: field('text', 'What', '内容'),
    number: field('integer', 'Number', '数量'),
  },
})

beforeAll(async () => {
  const items = [lines('idea_item', 'idea', '创意明细'), lines('plan_item', 'plan', '方案明细')]
  const put = [idea, plan, ...items].map((definition) => ({ kind: 'object', definition }))
  const published = await product.admin.post('/api/metadata/publish', { put })
  expect(published.status, published.text).toBe(200)
  page = await browser.visit({ url: product.url, locale: 'zh-CN', viewport: DESKTOP })
  await logIn(page)
  session = await page.context().storageState()
})

const seen = async (of: Page, name: string): Promise<void> => {
  await settled(of)
  if (folder) await of.screenshot({ path: `${folder}/conversions-${name}.png`, fullPage: true })
}

test('PLAT-23 an administrator defines a conversion, and sees what is wrong where it is', async () => {
  await page.goto('/studio/objects/idea/conversions')
  await shown(page.getByText('还没有转换'))
  await seen(page, 'empty')
  await button(page, '添加转换').first().click()
  const dialog = page.getByRole('dialog', { name: '新建转换' })
  await lookUp(dialog, '生成', 'plan', '方案plan')
  await fillNames(dialog, '按钮名称', { zh: '转为方案', en: 'Make a plan' })
  await button(dialog, '创建').click()
  await gone(dialog)
  const target = await shown(page.getByRole('region', { name: '方案' }))
  await button(target, '映射 2 个同名字段').click()
  expect(await target.getByLabel('名称 的值').inputValue()).toBe('name')
  await choose(target, '添加到字段映射', '金额')
  const amount = target.getByLabel('金额 的值')
  await amount.fill('name')
  await shown(target.getByRole('alert').first())
  await seen(page, 'problem')
  await amount.fill('budget * 2')
  await choose(target, '关联来源记录的字段', '来源创意')
  await button(target, '添加明细映射').click()
  const map = target.getByRole('group', { name: '明细字段映射' })
  await button(map, '映射 2 个同名字段').click()
  await map.getByLabel('数量 的值').fill('number * 2')
  const back = page.getByRole('region', { name: '回写来源记录' })
  await choose(back, '方案', '生成的方案')
  await choose(back, '添加到写入的值', '结果')
  await back.getByLabel('结果 的值').fill("'已立项'")
  await shown(page.getByRole('status').filter({ hasText: '没有问题' }))
  await target.getByLabel('视为未生成的条件').fill('amount == 0')
  await back.getByRole('switch', { name: '生成的记录被删除或取消时撤销回写' }).click()
  await choose(back, '添加到写入的值', '预算')
  await back.getByLabel('预算 的值').fill('budget')
  await shown(page.getByRole('status').filter({ hasText: '没有问题' }))
  await seen(page, 'editor')
  await publish(page, '创意：转为方案')
  const { body } = await product.admin.get('/api/metadata/conversion/idea_to_plan')
  expect(body).toMatchObject({
    label: label('Make a plan', '转为方案'),
    source: 'idea',
    targets: {
      plan: {
        object: 'plan',
        values: { name: 'name', customer: 'customer', amount: 'budget * 2' },
        source: 'idea',
        cancelled: 'amount == 0',
      },
    },
    writeBack: { set: { outcome: "'已立项'", budget: 'budget' }, links: { plan: 'plan' }, undo: {} },
  })
})

test('the server’s refusals stand at the inputs they point to', async () => {
  await page.goto('/studio/conversions/idea_to_plan')
  const target = await shown(page.getByRole('region', { name: '方案' }))
  await target.getByLabel('金额 的值').fill('')
  const problems = page.getByRole('region', { name: /个问题/ })
  await shown(problems)
  await shown(target.locator('[data-pointer="/targets/plan/values/amount"]').getByRole('alert'))
  await problems.getByRole('button').first().click()
  await expect
    .poll(() => target.getByLabel('金额 的值').evaluate((input) => input === document.activeElement))
    .toBe(true)
  await seen(page, 'refused')
  await button(page, '放弃改动').click()
  await page.getByRole('dialog').getByRole('button').last().click()
})

test('a record is converted by it in the workspace', async () => {
  const customer = (await product.admin.get('/api/records/customer?limit=1&fields=id')).body.data[0].id
  const item = { what: '打样', number: 4 }
  const made = await product.admin.post('/api/records/idea', {
    name: '新包装',
    budget: 300,
    customer,
    idea_item: [item],
  })
  expect(made.status, made.text).toBe(201)
  const { id } = made.body
  await page.goto(`/o/idea/${id}`)
  await button(page, '转为方案').click()
  const dialog = await shown(page.getByRole('dialog', { name: '转为方案' }))
  await dialog.getByLabel('目标', { exact: true }).fill('降低成本')
  await seen(page, 'converting')
  await button(dialog, '转为方案').click()
  await gone(dialog)
  await shown(page.getByRole('heading', { name: '新包装' }))
  const [converted] = (await product.admin.get('/api/records/plan')).body.data
  expect(converted).toMatchObject({ name: '新包装', goal: '降低成本', amount: 600 })
  const madeItems = (await product.admin.get('/api/records/plan_item')).body.data
  expect(madeItems).toMatchObject([{ what: '打样', number: 8 }])
  const source = (await product.admin.get(`/api/records/idea/${id}`)).body
  expect(source).toMatchObject({ outcome: '已立项' })
})

test('shipped conversions are listed under their source, on a phone too', async () => {
  const phone = await browser.visit({ url: product.url, locale: 'en', viewport: PHONE, session })
  await phone.goto('/studio/conversions')
  await shown(phone.getByRole('link', { name: 'Convert lead' }))
  await seen(phone, 'phone-list')
  await phone.getByRole('link', { name: 'Convert lead' }).click()
  await shown(phone.getByRole('region', { name: 'Opportunity' }))
  await seen(phone, 'phone')
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width)
  await page.goto('/studio/conversions/lead_to_customer')
  await shown(page.getByRole('region', { name: '销售机会' }))
  await seen(page, 'shipped')
})
