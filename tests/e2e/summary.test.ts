import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { PHONE, useBrowser } from '../support/browser.ts'
import { field, label } from '../support/definitions.ts'
import { useProduct } from './product.ts'
import { button, logIn, lookUp, shown } from './steps.ts'
import { fillNames } from './studio-steps.ts'

const product = useProduct()
const browser = useBrowser()
const project = {
  name: 'project',
  'x-object': { label: label('Project', '项目'), nameField: 'title', apps: ['sales'] },
  properties: {
    title: field('text', 'Title', '标题'),
    customer: field('lookup', 'Customer', '客户', { object: 'customer' }),
    budget: field('money', 'Budget', '预算', { scale: 2 }),
    twice: field('formula', 'Twice', '两倍预算', { expression: 'budget * 2', result: 'decimal' }),
    cost: field('roll-up', 'Cost', '已发生费用', {
      object: 'project_cost',
      via: 'project',
      function: 'sum',
      field: 'amount',
    }),
    empty: field('date', 'Ends on', '结束日期'),
  },
}
const cost = {
  name: 'project_cost',
  'x-object': { label: label('Cost', '费用'), nameField: 'title' },
  properties: {
    title: field('text', 'Title', '标题'),
    project: field('lookup', 'Project', '项目', { object: 'project' }),
    amount: field('money', 'Amount', '金额', { scale: 2 }),
  },
}
const detail = {
  name: 'project_detail',
  object: 'project',
  purpose: 'detail',
  blocks: {
    sum: {
      type: 'summary',
      label: label('Summary', '信息摘要'),
      fields: {
        'customer.name': { order: 1 },
        budget: { order: 2, label: label('Money', '总预算') },
        twice: { order: 3 },
        cost: { order: 4 },
        'customer.owner.name': { order: 5 },
        empty: { order: 6 },
      },
      x: 0,
      y: 0,
      w: 24,
      h: 2,
    },
    f_title: { type: 'field', field: 'title', x: 0, y: 2, w: 24, h: 1 },
  },
}
let page: Page
let id = ''

beforeAll(async () => {
  const put = [
    { kind: 'object', definition: project },
    { kind: 'object', definition: cost },
    { kind: 'layout', definition: detail },
  ]
  const published = await product.admin.post('/api/metadata/publish', { put })
  expect(published.status, published.text).toBe(200)
  const customer = (await product.admin.get('/api/records/customer?limit=1&sort=name')).body.data[0]
  const made = await product.admin.post('/api/records/project', {
    title: '一号工程',
    customer: customer.id,
    budget: 1250000.5,
  })
  id = made.body.id
  await product.admin.post('/api/records/project_cost', { title: '材料', project: id, amount: 3200 })
  page = await browser.visit({ url: product.url })
  await logIn(page)
})

/** Takes a picture where somebody asked for them. */
async function look(of: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS
  if (folder) await of.screenshot({ path: `${folder}/summary-${name}.png` })
}

async function figuresOf(of: Page): Promise<string[][]> {
  const panel = await shown(of.getByRole('region', { name: '信息摘要' }))
  await expect.poll(() => panel.locator('dd').first().innerText()).not.toBe('—')
  const texts = (name: string) => panel.locator(name).allInnerTexts()
  const [labels, values] = [await texts('dt'), await texts('dd')]
  return labels.map((each, at) => [each, values[at] ?? ''])
}

test('a record page begins with figures of the record and of those it refers to (PLAT-33)', async () => {
  const [customer] = (await product.admin.get('/api/records/customer?limit=1&sort=name&fields=name,owner.name')).body
    .data
  await page.goto(`/o/project/${id}`)
  expect(await figuresOf(page)).toEqual([
    ['客户', customer.name],
    ['总预算', expect.stringContaining('1,250,000.50')],
    ['两倍预算', expect.stringContaining('2,500,001')],
    ['已发生费用', expect.stringContaining('3,200.00')],
    ['客户 · 负责人', customer['owner.name']],
    ['结束日期', '—'],
  ])
  await look(page, 'desktop')
})

test('a phone has room for all of them', async () => {
  const phone = await browser.visit({ url: product.url, viewport: PHONE, session: await page.context().storageState() })
  await phone.goto(`/o/project/${id}`)
  expect(await figuresOf(phone)).toHaveLength(6)
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await look(phone, 'phone')
  await phone.close()
})

test('the studio chooses what a summary shows', async () => {
  await page.goto('/studio/objects/project/layout/detail')
  const card = await shown(page.locator('.st-card-summary'))
  await card.click()
  expect(await card.innerText()).toContain('客户 · 客户名称')
  const properties = page.getByRole('complementary', { name: '属性' })
  await button(properties, '移除 客户 · 客户名称').click()
  await expect.poll(() => card.innerText()).not.toContain('客户 · 客户名称')
  await lookUp(properties, '添加显示的值', 'created_at')
  const values = properties.getByRole('list', { name: '显示的值' }).getByRole('listitem')
  await button(values, '修改 已发生费用 的显示名称').click()
  await fillNames(values.filter({ hasText: '已发生费用' }), '显示名称', { zh: '已花费', en: 'Spent' })
  await look(page, 'studio-choose')
  expect(await values.getByLabel('显示名称（英文）').inputValue()).toBe('Spent')
  const grip = values.getByRole('button', { name: '移动 已花费' })
  for (let step = 0; step < 2; step += 1) await grip.press('ArrowUp')
  await expect.poll(() => values.first().innerText()).toContain('已花费')
  await page.getByText('桌面', { exact: true }).click()
  const panel = await shown(page.locator('.st-preview').getByRole('region', { name: '信息摘要' }))
  await expect.poll(() => panel.innerText()).toContain('客户 · 负责人')
  await expect.poll(() => panel.innerText()).toContain('已花费')
  await look(page, 'studio-preview')
})
