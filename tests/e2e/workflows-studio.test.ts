import { beforeAll, expect, test, vi } from 'vitest'
import type { BrowserContextOptions, Locator, Page } from 'playwright-core'
import { DESKTOP, PHONE, useBrowser } from '../support/browser.ts'
import { field, label } from '../support/definitions.ts'
import { useProduct } from './product.ts'
import { settled } from './screen-checks.ts'
import { button, choose, gone, logIn, shown } from './steps.ts'
import { drag, fillNames, boxOf, middleOf, publish } from './studio-steps.ts'

const product = useProduct()
const browser = useBrowser()
const folder = process.env.E2E_SCREENSHOTS
let page: Page
let session: BrowserContextOptions['storageState']

const ticket = {
  name: 'ticket',
  required: ['name'],
  'x-object': {
    label: label('Ticket', '工单'),
    owner: true,
    history: true,
    nameField: 'name',
    icon: 'tool',
    states: {
      field: 'status',
      initial: 'open',
      transitions: { close: { from: ['open'], to: 'closed', label: label('Close', '关闭工单') } },
    },
  },
  properties: {
    name: field('text', 'Name', '名称'),
    amount: field('decimal', 'Amount', '金额', { scale: 2 }),
    note: field('text', 'Note', '备注'),
    status: field('select', 'State', '状态', {
      options: {
        open: { order: 1, label: label('Open', '处理中') },
        closed: { order: 2, label: label('Closed', '已关闭') },
      },
    }),
  },
}

beforeAll(async () => {
  const published = await product.admin.post('/api/metadata/publish', { put: [{ kind: 'object', definition: ticket }] })
  expect(published.status, published.text).toBe(200)
  page = await browser.visit({ url: product.url, locale: 'zh-CN', viewport: DESKTOP })
  await logIn(page)
  session = await page.context().storageState()
})

const seen = async (of: Page, name: string): Promise<void> => {
  await settled(of)
  if (folder) await of.screenshot({ path: `${folder}/workflows-${name}.png` })
}
const canvas = (): Locator => page.getByRole('group', { name: '画布' })
const side = (): Locator => page.locator('.st-wf-side')
const card = (title: string): Locator =>
  canvas()
    .getByRole('button', { name: new RegExp(title) })
    .and(page.locator('[data-key]'))
const plus = (name: RegExp): Locator => canvas().getByRole('button', { name })

test('PLAT-41 PLAT-42 an administrator builds a workflow from nothing, sees what is wrong where it is, and publishes it', async () => {
  await page.goto('/studio/workflows')
  await shown(page.getByRole('heading', { name: '工作流', exact: true }))
  await seen(page, 'list-at-first')
  await button(page, '新建工作流').first().click()
  const dialog = page.getByRole('dialog', { name: '新建工作流' })
  await fillNames(dialog, '工作流名称', { zh: '大额工单关闭', en: 'Big ticket closed' })
  await choose(dialog, '触发方式', '状态转换时')
  await choose(dialog, '对象', '工单')
  await button(dialog, '创建并打开画布').click()
  await gone(dialog)

  await card('工单').click()
  await choose(side(), '状态转换', '关闭工单')
  await page.keyboard.press('Escape')
  await plus(/在“工单”之后添加步骤/).click()
  const chooser = page.getByRole('dialog', { name: '选择步骤' })
  await chooser.getByLabel('查找步骤').fill('条件分支')
  await chooser.getByLabel('查找步骤').press('Enter')
  await gone(chooser)

  await side().getByLabel('名称', { exact: true }).first().fill('大额')
  await side().getByLabel('条件', { exact: true }).fill('amout > 100')
  const problems = await shown(page.getByRole('region', { name: /个问题/ }))
  await seen(page, 'problems')
  await card('工单').click()
  await problems.getByRole('button', { name: '条件分支' }).first().click()
  await side().getByLabel('条件', { exact: true }).fill('amount > 100')

  const update = page.locator('.st-wf-palette [data-step="update-record"]')
  await drag(page, middleOf(await boxOf(update)), middleOf(await boxOf(plus(/\(大额\).*之后添加步骤/))))
  await card('更新记录').waitFor()
  await choose(side(), '添加到字段值', '备注')
  await side().getByLabel('备注的值').fill("'大额 ' + name")

  await card('更新记录').focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await chooser.getByLabel('查找步骤').fill('发送消息')
  await chooser.getByLabel('查找步骤').press('Enter')
  await gone(chooser)
  await side().getByLabel('接收人', { exact: true }).fill('owner')
  await side().getByRole('textbox', { name: '标题（中文）' }).fill('{{ name }} 已关闭')
  await shown(page.getByText('没有问题，可以发布'))
  await seen(page, 'canvas')
  await publish(page, '大额工单关闭')
})

test('PLAT-42 it is tried on a record without effect, then runs, and its history tells every step', async () => {
  const big = await product.make('ticket', { name: '主机', amount: 500 })
  const small = await product.make('ticket', { name: '鼠标', amount: 50 })
  await page.goto('/studio/workflows/big_ticket_closed')
  await button(page, '试运行').click()
  const trial = page.getByRole('dialog', { name: '试运行' })
  await choose(trial, '工单', '主机')
  await button(trial, '开始试运行').click()
  const result = await shown(trial.getByRole('region', { name: '试运行结果' }))
  await shown(result.getByText('已完成').first())
  await shown(result.getByText('发送消息'))
  await seen(page, 'trial')
  expect((await product.admin.get(`/api/records/ticket/${big}`)).body).toMatchObject({ note: null, status: 'open' })

  for (const id of [big, small]) {
    const closed = await product.admin.post(`/api/records/ticket/${id}/transitions/close`, {})
    expect(closed.status, closed.text).toBe(200)
  }
  await vi.waitFor(
    async () => expect((await product.admin.get(`/api/records/ticket/${big}`)).body.note).toBe('大额 主机'),
    {
      timeout: 15_000,
    },
  )
  await page.goto('/studio/runs?workflow=big_ticket_closed&state=done')
  await vi.waitFor(() => shown(page.getByRole('row').nth(2)), { timeout: 15_000 })
  await seen(page, 'runs')
  await choose(page.getByRole('search'), '对象', '工单')
  await choose(page.getByRole('search'), '记录', '主机')
  await gone(page.getByRole('row').nth(2))
  await page.getByRole('row').nth(1).getByRole('link').first().click()
  const steps = await shown(page.getByRole('list', { name: '步骤' }))
  await card('更新记录').click()
  await shown(steps.getByText('大额 主机'))
  await seen(page, 'run')
  await page.goto('/studio/workflows')
  await shown(page.getByRole('row').filter({ hasText: '大额工单关闭' }).getByText('已完成').first())
  await seen(page, 'list')
})

test('it is run by hand on a record that is chosen', async () => {
  const chosen = await product.make('ticket', { name: '键盘', amount: 300 })
  await page.goto('/studio/workflows/big_ticket_closed')
  await page.getByRole('button', { name: '更多', exact: true }).click()
  await page.getByRole('menuitem', { name: '立即运行（已发布版本）' }).click()
  const dialog = page.getByRole('dialog', { name: '立即运行“大额工单关闭”' })
  const run = dialog.getByRole('button', { name: '立即运行（已发布版本）' })
  expect(await run.isDisabled()).toBe(true)
  await choose(dialog, '工单', '键盘')
  await seen(page, 'run-now')
  await run.click()
  await page.waitForURL(/\/studio\/runs\//)
  await expect
    .poll(async () => (await product.admin.get(`/api/records/ticket/${chosen}`)).body, { timeout: 15_000 })
    .toMatchObject({ note: '大额 键盘', status: 'open' })
})

test('two versions stand side by side with what differs marked', async () => {
  await page.goto('/studio/workflows/big_ticket_closed')
  await card('发送消息').focus()
  await page.keyboard.press('Delete')
  await gone(card('发送消息'))
  await page.keyboard.press('Control+z')
  await shown(card('发送消息'))
  await card('发送消息').focus()
  await page.keyboard.press('Delete')
  await shown(page.getByText('没有问题，可以发布'))
  await publish(page, '不再发送消息')
  await page.goto('/studio/compare-workflow/big_ticket_closed')
  await shown(page.getByRole('region', { name: '旧版本' }).getByText('已删'))
  await seen(page, 'compare')
})

test('on the phone the workflow is an outline that can be edited, and the pages of runs and dead jobs fit', async () => {
  const phone = await browser.visit({ url: product.url, locale: 'zh-CN', viewport: PHONE, session })
  await phone.goto('/studio/workflows/big_ticket_closed')
  const outline = await shown(phone.getByRole('group', { name: '大纲' }))
  await outline
    .getByRole('button', { name: /更新记录/ })
    .and(phone.locator('[data-key]'))
    .click()
  await shown(phone.getByLabel('备注的值'))
  await seen(phone, 'phone-step')
  await phone.keyboard.press('Escape')
  await seen(phone, 'phone-outline')
  await phone.goto('/studio/dead-jobs')
  await shown(phone.getByText('没有死信任务'))
  await phone.goto('/studio/runs')
  await shown(phone.getByRole('row').nth(1))
  await seen(phone, 'phone-runs')
  const width = await phone.evaluate(() => document.documentElement.scrollWidth)
  expect(width).toBeLessThanOrEqual(PHONE.width)
})
