import { beforeAll, expect, test } from 'vitest'
import type { BrowserContextOptions, Locator, Page } from 'playwright-core'
import { DEMO_PASSWORD } from '../support/api-server.ts'
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

const option = (order: number, en: string, zh: string) => ({ order, label: label(en, zh) })
const agreement = {
  name: 'agreement',
  required: ['name'],
  'x-object': {
    label: label('Agreement', '意向书'),
    owner: true,
    nameField: 'name',
    states: {
      field: 'status',
      initial: 'draft',
      transitions: {
        submit: { from: ['draft'], to: 'pending', label: label('Submit', '提交') },
        approve: { from: ['pending'], to: 'approved', label: label('Approve', '批准') },
        give_back: { from: ['pending'], to: 'draft', label: label('Give back', '打回') },
      },
    },
  },
  properties: {
    name: field('text', 'Name', '名称'),
    amount: field('decimal', 'Amount', '金额', { scale: 2 }),
    reviewed: field('boolean', 'Reviewed', '客户已审核'),
    preliminary_opinion: field('text', 'Preliminary opinion', '初步意见'),
    status: field('select', 'State', '状态', {
      options: {
        draft: option(1, 'Draft', '草稿'),
        pending: option(2, 'Pending', '审批中'),
        approved: option(3, 'Approved', '已批准'),
      },
    }),
  },
}
const roles = {
  agreement_clerk: '意向书专员',
  agreement_adviser: '意向书顾问',
  agreement_rnd: '意向书研发会签人',
  agreement_service: '意向书实施会签人',
  agreement_president: '意向书总会签人',
}
const operations = ['read', 'create', 'update']

beforeAll(async () => {
  const put = [
    { kind: 'object', definition: agreement },
    ...Object.entries(roles).map(([name, zh]) => ({
      kind: 'role',
      definition: { name, label: label(name, zh), grants: { agreement: { operations, scope: 'own' } } },
    })),
  ]
  const published = await product.admin.post('/api/metadata/publish', { put })
  expect(published.status, published.text).toBe(200)
  for (const [name, zh] of Object.entries(roles)) {
    const person = { username: name, name: zh, roles: [name], password: DEMO_PASSWORD, must_change_password: false }
    const made = await product.admin.post('/api/users', person)
    expect(made.status, made.text).toBe(201)
  }
  page = await browser.visit({ url: product.url, locale: 'zh-CN', viewport: DESKTOP })
  await logIn(page)
  session = await page.context().storageState()
})

const seen = async (of: Page, name: string): Promise<void> => {
  await settled(of)
  if (folder) await of.screenshot({ path: `${folder}/approvals-${name}.png`, fullPage: true })
}
const outline = (): Locator => page.getByRole('group', { name: '审批步骤' })
const side = (): Locator => page.locator('.st-ap-side')

test('PLAT-45 an administrator builds the contract chain from nothing: an opinion, then three who sign together', async () => {
  await page.goto('/studio/approvals')
  await button(page, '新建审批流').first().click()
  const dialog = page.getByRole('dialog', { name: '新建审批流' })
  await fillNames(dialog, '审批流名称', { zh: '意向书审批', en: 'Agreement approval' })
  await choose(dialog, '对象', '意向书')
  await button(dialog, '创建并编辑步骤').click()
  await gone(dialog)

  await fillNames(side(), '步骤名称', { zh: '初步意见', en: 'Preliminary opinion' })
  await side().getByText('提出意见', { exact: true }).click()
  await choose(side(), '角色', '意向书顾问')
  await choose(side(), '必填字段', '初步意见')
  await page.keyboard.press('Escape')
  await outline()
    .getByRole('button', { name: /在“初步意见”之后添加步骤/ })
    .click()
  await fillNames(side(), '步骤名称', { zh: '会签', en: 'Co-sign' })
  const signers = Object.values(roles).slice(2)
  for (const [at, role] of signers.entries()) {
    if (at > 0) await button(side(), '添加审批人').first().click()
    await choose(side().locator('.st-ap-entry').nth(at), '角色', role)
  }
  await choose(side(), '多人审批', '会签')
  await shown(outline().getByRole('button', { name: /会签.*意向书研发会签人.*意向书实施会签人.*意向书总会签人/ }))
  await seen(page, 'steps')

  await outline()
    .getByRole('button', { name: /手动提交/ })
    .click()
  await choose(side(), '开始方式', '执行“提交”时')
  await side().getByLabel('适用条件').fill('amout > 0')
  const problems = page.getByRole('region', { name: /个问题/ })
  await shown(problems.getByText(/“amout”/))
  await seen(page, 'problem')
  await outline().locator('[data-key="step_2"]').click()
  await problems.getByRole('button').first().click()
  await side().getByLabel('适用条件').fill('amount > 0')
  await button(side(), '添加禁止条件').click()
  await side().getByLabel('禁止提交的条件').fill('reviewed != true')
  await fillNames(side(), '提示', { zh: '客户尚未审核', en: 'The customer has not been reviewed' })
  await side().getByText('同意后', { exact: true }).click()
  await choose(side().getByRole('region', { name: '同意后', exact: true }), '执行状态转换', '批准')
  await side().getByText('不同意后', { exact: true }).click()
  await choose(side().getByRole('region', { name: '不同意后' }), '执行状态转换', '打回')
  await shown(page.getByRole('status').filter({ hasText: '没有问题' }))
  await seen(page, 'settings')
  await publish(page, '意向书审批')
  const { body } = await product.admin.get('/api/metadata/approval/agreement_approval')
  expect(body).toMatchObject({ object: 'agreement', start: { transition: 'submit' }, when: 'amount > 0' })
})

test('an agreement goes through the chain: refused, advised on, signed by all three', async () => {
  const clerk = await product.as('agreement_clerk')
  const made = await clerk.post('/api/records/agreement', { name: '经销意向书', amount: 300_000 })
  expect(made.status, made.text).toBe(201)
  const { id } = made.body as { id: string }
  const submit = () => clerk.post(`/api/records/agreement/${id}/transitions/submit`, {})
  const refused = await submit()
  expect(refused.status).toBe(422)
  expect(refused.text).toContain('The customer has not been reviewed')
  await clerk.patch(`/api/records/agreement/${id}`, { reviewed: true })
  const sent = await submit()
  expect(sent.status, sent.text).toBe(200)

  const decide = async (who: string, body: object): Promise<number> => {
    const person = await product.as(who)
    const { data } = (await person.get('/api/approvals/tasks?state=pending')).body as { data: { id: string }[] }
    return (await person.post(`/api/approvals/tasks/${data[0]?.id}/approve`, body)).status
  }
  const stateOf = async () => (await product.admin.get(`/api/records/agreement/${id}`)).body.status
  expect(await decide('agreement_adviser', {})).toBe(422)
  expect(await decide('agreement_adviser', { values: { preliminary_opinion: '条款可接受' } })).toBe(200)
  for (const who of ['agreement_rnd', 'agreement_service', 'agreement_president']) {
    expect(await stateOf()).toBe('pending')
    expect(await decide(who, {})).toBe(200)
  }
  expect(await stateOf()).toBe('approved')
})

test('groups and steps to return to are drawn, and the chain is tried before it is published', async () => {
  await page.goto('/studio/approvals/agreement_approval')
  await outline()
    .getByRole('button', { name: /会签.*意向书研发会签人/ })
    .click()
  await button(side(), '添加分组').click()
  const group = side().getByRole('region', { name: /^分组/ })
  await fillNames(group, '分组名称', { zh: '技术组', en: 'Technicians' })
  await choose(side().locator('.st-ap-entry').first(), '分组', '技术组')
  await choose(side(), '可退回的步骤', '初步意见')
  await page.keyboard.press('Escape')
  await shown(page.getByRole('status').filter({ hasText: '没有问题' }))
  await seen(page, 'groups')
  await product.make('agreement', { name: '试算意向书', amount: 5, reviewed: true })
  await button(page, '试算').click()
  const drawer = page.getByRole('dialog', { name: '试算审批路径' })
  await lookUp(drawer, '意向书记录', '试算意向书')
  await lookUp(drawer, '提交人', '意向书专员')
  await button(drawer, '开始试算').click()
  const path = drawer.getByRole('list', { name: '试算结果' })
  await shown(path.getByText('技术组'))
  await shown(path.getByText('意向书总会签人'))
  await seen(page, 'trial')
  // a list box that is still folding up takes the key for itself
  await gone(page.locator('.ant-select-dropdown.ant-slide-up-leave'))
  await page.keyboard.press('Escape')
  await gone(drawer)
  await publish(page, '分组会签')
  const { body } = await product.admin.get('/api/metadata/approval/agreement_approval')
  expect(body.steps.step_2).toMatchObject({ groups: { group: { mode: 'all' } }, returnTo: ['step'] })
})

test('a decision table says who is asked by the amount', async () => {
  await page.goto('/studio/approvals/agreement_approval')
  await outline()
    .getByRole('button', { name: /初步意见.*意向书顾问/ })
    .click()
  await choose(side(), '审批人类型', '决策表')
  await side().getByLabel('第 1 列', { exact: true }).fill('amount')
  const cell = side().getByLabel('amount 的条件')
  await cell.fill('>= 1 and')
  await shown(side().getByText('请写作 >= 1 < 2 或 a, b'))
  await cell.fill('≥ 1 < 1000')
  await choose(side().getByRole('region', { name: '则由以下人员审批' }), '角色', '意向书顾问')
  await shown(page.getByRole('status').filter({ hasText: '没有问题' }))
  await seen(page, 'table')
  await publish(page, '按金额决定')
  const { body } = await product.admin.get('/api/metadata/approval/agreement_approval')
  expect(JSON.stringify(body)).toContain('"amount":{"from":1,"below":1000}'.replace('amount', 'input'))
})

test('chains can be read and edited on a phone', async () => {
  const phone = await browser.visit({ url: product.url, locale: 'en', viewport: PHONE, session })
  await phone.goto('/studio/approvals')
  await shown(phone.getByRole('link', { name: 'Agreement approval' }))
  await seen(phone, 'phone-list')
  await phone.getByRole('link', { name: 'Agreement approval' }).click()
  await shown(phone.getByRole('group', { name: 'Steps of the chain' }))
  await seen(phone, 'phone')
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width)
})
