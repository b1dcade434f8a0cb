import { beforeAll, expect, test, vi } from 'vitest'
import type { Locator, Page } from 'playwright-core'
import { DEMO_PASSWORD } from '../support/api-server.ts'
import { DESKTOP, useBrowser } from '../support/browser.ts'
import { field, label } from '../support/definitions.ts'
import { useProduct } from './product.ts'
import { settled } from './screen-checks.ts'
import { button, choose, gone, logIn, shown } from './steps.ts'
import { fillNames, publish } from './studio-steps.ts'

const product = useProduct()
const browser = useBrowser()
const folder = process.env.E2E_SCREENSHOTS
let page: Page

const option = (order: number, en: string, zh: string) => ({ order, label: label(en, zh) })
const client = {
  name: 'client',
  required: ['name'],
  'x-object': { label: label('Client', '委托方'), owner: true, history: true, nameField: 'name' },
  properties: {
    name: field('text', 'Name', '名称'),
    last_action_on: field('date', 'Last action', '最近行动'),
    silent_days: field('formula', 'Days without action', '未跟进天数', {
      expression: 'daysBetween(last_action_on, today())',
    }),
    warning: field('text', 'Warning', '跟进警告'),
    pool_state: field('select', 'Pool', '公海', {
      options: { owned: option(1, 'Owned', '有负责人'), pooled: option(2, 'In the pool', '已回收') },
    }),
  },
}
const covenant = {
  name: 'covenant',
  required: ['name'],
  'x-object': {
    label: label('Covenant', '契约'),
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
    status: field('select', 'State', '状态', {
      options: {
        draft: option(1, 'Draft', '草稿'),
        pending: option(2, 'Pending', '审批中'),
        approved: option(3, 'Approved', '已批准'),
      },
    }),
  },
}
const SIGNERS = {
  covenant_rnd: '研发副总',
  covenant_service: '实施副总',
  covenant_finance: '财务总监',
  covenant_chief: '总裁',
}
const PEOPLE = { covenant_clerk: '契约专员', covenant_manager: '契约经理', ...SIGNERS }

beforeAll(async () => {
  const operations = ['read', 'create', 'update']
  const roles = Object.entries(PEOPLE).map(([name, zh]) => ({
    kind: 'role',
    definition: { name, label: label(name, `${zh}角色`), grants: { covenant: { operations, scope: 'own' } } },
  }))
  const put = [{ kind: 'object', definition: client }, { kind: 'object', definition: covenant }, ...roles]
  const published = await product.admin.post('/api/metadata/publish', { put })
  expect(published.status, published.text).toBe(200)
  for (const [username, name] of Object.entries(PEOPLE)) {
    const person = { username, name, roles: [username], password: DEMO_PASSWORD, must_change_password: false }
    const made = await product.admin.post('/api/users', person)
    expect(made.status, made.text).toBe(201)
  }
  page = await browser.visit({ url: product.url, locale: 'zh-CN', viewport: DESKTOP })
  await logIn(page)
})

const seen = async (name: string): Promise<void> => {
  await settled(page)
  if (folder) await page.screenshot({ path: `${folder}/building-${name}.png` })
}
const canvas = (): Locator => page.getByRole('group', { name: '画布' })
const card = (title: string, number = 0): Locator =>
  canvas()
    .getByRole('button', { name: new RegExp(title) })
    .and(page.locator('[data-key]'))
    .nth(number)

/** Puts a kind of step onto a way, by the keys. */
async function addStep(way: RegExp, step: string): Promise<void> {
  const plus = canvas().getByRole('button', { name: way }).first()
  await plus.focus()
  await page.keyboard.press('Insert')
  const chooser = page.getByRole('dialog', { name: '选择步骤' })
  await chooser.getByLabel('查找步骤').fill(step)
  await chooser.getByLabel('查找步骤').press('Enter')
  await gone(chooser)
}

/** A day of the workspace's zone. */
const dayBefore = (days: number): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(Date.now() - days * 86_400_000)

test('PROC-11 the pool workflow is built from nothing: clients of 30 silent days are marked, those of 60 recycled', async () => {
  const side = page.locator('.st-wf-side')
  await page.goto('/studio/workflows')
  await button(page, '新建工作流').first().click()
  const dialog = page.getByRole('dialog', { name: '新建工作流' })
  await fillNames(dialog, '工作流名称', { zh: '委托方公海', en: 'Client pool' })
  await choose(dialog, '触发方式', '按时间计划')
  await button(dialog, '创建并打开画布').click()
  await gone(dialog)

  await canvas().locator('[data-key="@trigger"]').click()
  await side.getByRole('textbox', { name: '时间计划' }).fill('0 2 * * *')
  await choose(side, '工作日历', '中国大陆')
  await choose(side, '遇到休息日', '顺延到下一个工作日')
  await addStep(/之后添加步骤/, '循环')
  await choose(side, '对象', '委托方')
  await side.getByLabel('筛选条件', { exact: true }).fill("silent_days >= 30 && pool_state != 'pooled'")
  await addStep(/循环.*每一项.*之后添加步骤/, '条件分支')
  const ways = side.getByRole('group', { name: '分支' })
  await ways.getByLabel('名称', { exact: true }).first().fill('回收')
  await ways.getByLabel('条件', { exact: true }).first().fill('items.client.silent_days >= 60')
  await button(ways, '添加分支').click()
  await ways.getByLabel('名称', { exact: true }).nth(1).fill('警告')
  await ways.getByLabel('条件', { exact: true }).nth(1).fill('items.client.silent_days >= 30')

  for (const [way, title, value] of [
    ['回收', '公海', "'pooled'"],
    ['警告', '跟进警告', "'d30'"],
  ] as const) {
    await addStep(new RegExp(`\\(${way}\\).*之后添加步骤`), '更新记录')
    await choose(side, '对象', '委托方')
    await side.getByLabel('记录', { exact: true }).fill('items.client')
    await choose(side, '添加到字段值', title)
    await side.getByLabel(`${title}的值`).fill(value)
  }
  await shown(page.getByText('没有问题，可以发布'))
  await seen('pool')

  await card('更新记录').focus()
  await page.keyboard.press('Delete')
  await gone(card('更新记录', 1))
  await page.keyboard.press('Control+z')
  await shown(card('更新记录', 1))
  await page.keyboard.press('Control+y')
  await gone(card('更新记录', 1))
  await page.keyboard.press('Control+z')
  await shown(card('更新记录', 1))
  await publish(page, '委托方公海')
  const { body } = await product.admin.get('/api/metadata/workflow/client_pool')
  expect(body.trigger).toEqual({ type: 'schedule', cron: '0 2 * * *', calendar: 'china', holidays: 'next' })
})

test('PROC-11 it is tried without effect, run by hand, and its history tells inputs and outputs of every step', async () => {
  const made: Record<number, string> = {}
  for (const days of [29, 30, 59, 60])
    made[days] = await product.make('client', {
      name: `沉默 ${days} 天`,
      last_action_on: dayBefore(days),
      pool_state: 'owned',
    })
  const stateOf = async (days: number) => {
    const { warning, pool_state: pool } = (await product.admin.get(`/api/records/client/${made[days]}`)).body
    return { warning, pool }
  }
  await page.goto('/studio/workflows/client_pool')
  await button(page, '试运行').click()
  const trial = page.getByRole('dialog', { name: '试运行' })
  await button(trial, '开始试运行').click()
  const result = await shown(trial.getByRole('region', { name: '试运行结果' }))
  await shown(result.getByText('已完成').first())
  await seen('pool-trial')
  for (const days of [30, 60]) expect(await stateOf(days)).toEqual({ warning: null, pool: 'owned' })
  await page.keyboard.press('Escape')
  await gone(trial)

  await page.getByRole('button', { name: '更多', exact: true }).click()
  await page.getByRole('menuitem', { name: '立即运行（已发布版本）' }).click()
  await page.waitForURL(/\/studio\/runs\//)
  await vi.waitFor(async () => expect(await stateOf(60)).toEqual({ warning: null, pool: 'pooled' }), {
    timeout: 20_000,
  })
  expect(await stateOf(29)).toEqual({ warning: null, pool: 'owned' })
  for (const days of [30, 59]) expect(await stateOf(days)).toEqual({ warning: 'd30', pool: 'owned' })

  await page.reload()
  const steps = await shown(page.getByRole('list', { name: '步骤' }))
  await card('更新记录', 0).click()
  await shown(steps.getByText('输入').first())
  await shown(steps.getByText('输出').first())
  await shown(steps.getByText(/"pool_state": "pooled"/))
  await shown(steps.getByText(made[60] ?? '').first())
  await seen('pool-run')
})

const side = (): Locator => page.locator('.st-ap-side')
const outline = (): Locator => page.getByRole('group', { name: '审批步骤' })

test('C.14 the contract chain is built from nothing: up to 200,000 one decides, above four sign in two groups', async () => {
  await page.goto('/studio/approvals')
  await button(page, '新建审批流').first().click()
  const dialog = page.getByRole('dialog', { name: '新建审批流' })
  await fillNames(dialog, '审批流名称', { zh: '契约审批', en: 'Covenant approval' })
  await choose(dialog, '对象', '契约')
  await button(dialog, '创建并编辑步骤').click()
  await gone(dialog)

  await fillNames(side(), '步骤名称', { zh: '经理审批', en: 'Manager' })
  await side().getByLabel('执行条件').fill('amount <= 200000')
  await choose(side(), '角色', '契约经理角色')
  await outline().locator('[data-key="step"]').focus()
  await page.keyboard.press('Insert')
  await shown(outline().locator('[data-key="step_2"]'))
  await fillNames(side(), '步骤名称', { zh: '会签', en: 'Co-sign' })
  await side().getByLabel('执行条件').fill('amount > 200000')
  for (const zh of ['技术组', '管理组']) {
    await button(side(), '添加分组').click()
    const group = side().getByRole('region', { name: /^分组/ }).last()
    await fillNames(group, '分组名称', { zh, en: zh === '技术组' ? 'Technicians' : 'Managers' })
    await choose(group, '多人审批', '或签')
  }
  for (const [at, zh] of Object.values(SIGNERS).entries()) {
    if (at > 0) await button(side(), '添加审批人').first().click()
    const entry = side().getByRole('region', { name: '审批人', exact: true }).locator('.st-ap-entry').nth(at)
    await choose(entry, '角色', `${zh}角色`)
    await choose(entry, '分组', at < 2 ? '技术组' : '管理组')
  }
  await choose(side(), '不同意时', '退回提交人')
  await seen('chain-steps')

  await outline().locator('[data-key=""]').click()
  await choose(side(), '开始方式', '执行“提交”时')
  for (const [outcome, transition] of [
    ['同意后', '批准'],
    ['退回后', '打回'],
  ] as const) {
    await side().getByText(outcome, { exact: true }).click()
    await choose(side().getByRole('region', { name: outcome, exact: true }), '执行状态转换', transition)
  }
  await shown(page.getByRole('status').filter({ hasText: '没有问题' }))
  await outline().locator('[data-key="step"]').focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await shown(side().getByRole('heading', { name: '会签' }))
  await page.keyboard.press('Delete')
  await gone(outline().locator('[data-key="step_2"]'))
  await page.keyboard.press('Control+z')
  await shown(outline().locator('[data-key="step_2"]'))
  await publish(page, '契约审批')
})

test('C.15 at 200,000 the manager decides alone; a cent above, one of each group signs in the browser', async () => {
  const clerk = await product.as('covenant_clerk')
  const submit = async (name: string, amount: number): Promise<string> => {
    const { id } = (await clerk.post('/api/records/covenant', { name, amount })).body as { id: string }
    const sent = await clerk.post(`/api/records/covenant/${id}/transitions/submit`, {})
    expect(sent.status, sent.text).toBe(200)
    return id
  }
  const stateOf = async (id: string) => (await product.admin.get(`/api/records/covenant/${id}`)).body.status
  const agree = async (username: string, name: string): Promise<void> => {
    const own = await browser.visit({ url: product.url, locale: 'zh-CN', viewport: DESKTOP })
    await logIn(own, username)
    await own.goto('/approvals')
    await shown(own.getByRole('link', { name }))
    await button(own, '同意').first().click()
    await button(own.getByRole('dialog'), '同意').click()
    await gone(own.getByRole('dialog'))
    await own.close()
  }
  const small = await submit('二十万契约', 200_000)
  await agree('covenant_manager', '二十万契约')
  expect(await stateOf(small)).toBe('approved')

  const large = await submit('大额契约', 200_000.01)
  await page.goto('/studio/approvals/covenant_approval')
  await side().getByLabel('执行条件').fill('amount <= 100000')
  await choose(side(), '角色', '总裁角色')
  await button(page, '版本对比').click()
  const compare = page.getByRole('dialog', { name: '版本对比' })
  await shown(compare.getByText(/有 1 个审批进行中/))
  const changed = compare.getByRole('region', { name: '经理审批' })
  await shown(changed.getByText('amount <= 100000'))
  for (const words of ['契约经理角色', '总裁角色']) await shown(changed.getByText(words, { exact: true }))
  await seen('chain-compare')
  await page.keyboard.press('Escape')
  await gone(compare)
  await button(page, '预览并发布').click()
  await shown(page.getByRole('region', { name: '进行中的工作' }).getByText(/有 1 个审批进行中/))
  await seen('publish')
  await page.keyboard.press('Escape')

  await agree('covenant_service', '大额契约')
  expect(await stateOf(large)).toBe('pending')
  await agree('covenant_chief', '大额契约')
  expect(await stateOf(large)).toBe('approved')
})
