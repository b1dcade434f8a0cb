import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { DESKTOP, PHONE, useBrowser } from '../support/browser.ts'
import { useProduct } from './product.ts'
import { expectWhole } from './screen-checks.ts'
import { button, choose, gone, logIn, shown } from './steps.ts'

const product = useProduct()
const browser = useBrowser()
const PASSWORD = 'seven grey herons'
const label = (zh: string) => ({ en: zh, 'zh-CN': zh })
const field = (type: string, zh: string, more: object = {}) => ({ 'x-field': { type, label: label(zh), ...more } })

const definitions = [
  {
    kind: 'object',
    definition: {
      name: 'outlay',
      'x-object': {
        label: label('费用申请'),
        nameField: 'name',
        owner: true,
        states: {
          field: 'state',
          initial: 'draft',
          transitions: {
            submit: { label: label('提交审批'), from: ['draft'], to: 'pending' },
            pass: { label: label('通过'), from: ['pending'], to: 'passed' },
            refuse: { label: label('驳回'), from: ['pending'], to: 'refused' },
            reopen: { label: label('重新编辑'), from: ['pending'], to: 'draft' },
          },
        },
      },
      properties: {
        name: field('text', '名称'),
        budget: field('text', '预算科目'),
        large: field('boolean', '大额'),
        state: field('select', '状态', {
          options: {
            draft: { label: label('草稿') },
            pending: { label: label('待批') },
            passed: { label: label('批准') },
            refused: { label: label('驳回') },
          },
        }),
      },
    },
  },
  ...(['applicant', 'manager', 'chief'] as const).map((name) => ({
    kind: 'role',
    definition: {
      name,
      label: label(name),
      grants: { outlay: { operations: ['read', 'create', 'update'], scope: 'own' } },
    },
  })),
  {
    kind: 'approval',
    definition: {
      name: 'outlay_chain',
      when: 'large != true',
      label: label('费用审批'),
      object: 'outlay',
      start: { transition: 'submit' },
      first: 'boss',
      steps: {
        boss: { label: label('经理审批'), approvers: { manager: { role: 'manager' } } },
      },
      effects: {
        approve: { transition: 'pass' },
        reject: { transition: 'refuse' },
        return: { transition: 'reopen' },
        recall: { transition: 'reopen' },
      },
    },
  },
  {
    kind: 'approval',
    definition: {
      name: 'outlay_large',
      label: label('大额费用审批'),
      object: 'outlay',
      start: { transition: 'submit' },
      first: 'boss',
      steps: {
        boss: {
          label: label('经理审批'),
          approvers: { manager: { role: 'manager' } },
          require: ['budget'],
          due: { after: { workdays: 2 } },
          next: 'never',
        },
        never: {
          label: label('财务审批'),
          when: "name == 'x'",
          approvers: { manager: { role: 'manager' } },
          next: 'top',
        },
        top: {
          label: label('总监审批'),
          approvers: { pick: { chosen: { from: { chiefs: { role: 'chief' } } } } },
        },
      },
      effects: { approve: { transition: 'pass' }, reject: { transition: 'refuse' }, return: { transition: 'reopen' } },
    },
  },
]

beforeAll(async () => {
  const published = await product.admin.post('/api/metadata/publish', {
    put: definitions,
    confirm: true,
    message: 'outlays',
  })
  expect(published.status, published.text).toBe(200)
  for (const [username, name, role] of [
    ['applicant', '钱多多', 'applicant'],
    ['manager', '孙小美', 'manager'],
    ['chief', '沙总监', 'chief'],
  ] as const) {
    const made = await product.admin.post('/api/users', { username, name, roles: [role], password: PASSWORD })
    expect(made.status, made.text).toBe(201)
  }
})

async function enter(username: string, viewport = DESKTOP): Promise<Page> {
  const page = await browser.visit({ url: product.url, viewport })
  await logIn(page, username, PASSWORD)
  return page
}

const isWhole = (page: Page, name: string) => expectWhole(page, `approvals-${name}`)

/** A draft of the applicant. */
async function outlay(name: string, more: object = {}): Promise<string> {
  const { body } = await product.admin.get("/api/records/user?filter=username == 'applicant'&fields=id")
  return product.make('outlay', { name, owner: body.data[0].id, ...more })
}

/** Opens a draft in the applicant's browser and submits it. */
async function submit(page: Page, name: string): Promise<void> {
  await page.goto(`/o/outlay/${await outlay(name)}`)
  await button(page, '提交审批').click()
  const dialog = page.getByRole('dialog')
  await shown(dialog.getByRole('list', { name: '审批路径' }).getByText('孙小美'))
  await button(dialog, '提交审批').click()
  await gone(dialog)
  await shown(panel(page).getByText('审批中', { exact: true }).first())
}

const panel = (page: Page) => page.getByRole('region', { name: '审批', exact: true })

describe('approvals in the workspace (PLAT-45, PLAT-47)', () => {
  test('reach who decides while he looks elsewhere, are decided on the phone, and come back at once', async () => {
    const manager = await enter('manager', PHONE)
    await shown(manager.getByRole('button', { name: '审批中心，0 条待处理' }))
    const applicant = await enter('applicant')
    await submit(applicant, '展会费用')
    await isWhole(applicant, 'submitted')

    await shown(manager.getByRole('button', { name: '审批中心，1 条待处理' }))
    const tabs = manager.locator('.fw-tabs')
    await shown(tabs.getByRole('img', { name: '审批中心，1 条待处理' }))
    await manager.getByRole('button', { name: '审批中心，1 条待处理' }).click()
    await shown(manager.getByRole('link', { name: '展会费用' }))
    await isWhole(manager, 'phone')
    await button(manager, '同意').click()
    const dialog = manager.getByRole('dialog')
    await dialog.getByLabel('审批意见').fill('可以')
    await button(dialog, '同意').click()
    await gone(dialog)
    await shown(manager.getByText('没有待审批的事项'))
    await gone(tabs.getByRole('img', { name: '审批中心，1 条待处理' }))

    await shown(panel(applicant).getByText('已通过'))
    await shown(panel(applicant).getByText('可以').first())
    await isWhole(applicant, 'approved')
  })

  test('are returned from the record and submitted again', async () => {
    const applicant = await enter('applicant')
    await submit(applicant, '差旅费用')
    const manager = await enter('manager')
    await manager.goto('/approvals')
    await manager.getByRole('link', { name: '差旅费用' }).click()
    await button(panel(manager), '更多').click()
    await manager.getByRole('menuitem', { name: '退回' }).click()
    const dialog = manager.getByRole('dialog')
    await dialog.getByLabel('审批意见').fill('请补充明细')
    await button(dialog, '退回').click()
    await gone(dialog)
    await shown(panel(applicant).getByText('请补充明细').first())
    await isWhole(applicant, 'returned')
    await button(panel(applicant), '重新提交').click()
    await button(applicant.getByRole('dialog'), '重新提交').click()
    await shown(panel(applicant).getByText('审批中', { exact: true }).first())
    await button(panel(applicant), '撤回').click()
    await shown(panel(applicant).getByText('已撤回'))
  })

  test('are decided together, and by the keyboard', async () => {
    const applicant = await enter('applicant')
    for (const name of ['样品费用', '快递费用', '培训费用']) await submit(applicant, name)
    const manager = await enter('manager')
    await shown(manager.locator('.fw-rail').getByRole('img', { name: '审批中心，3 条待处理' }))
    await manager.goto('/approvals')
    await manager.getByRole('checkbox', { name: '选择样品费用' }).check()
    await manager.getByRole('checkbox', { name: '选择快递费用' }).check()
    await isWhole(manager, 'bulk')
    await button(manager, '批量同意').click()
    const dialog = manager.getByRole('dialog')
    await button(dialog, '同意').click()
    await gone(dialog)
    await gone(manager.getByRole('link', { name: '快递费用' }))
    await manager.keyboard.press('r')
    await manager.getByRole('dialog').getByLabel('审批意见').fill('超出预算')
    await button(manager.getByRole('dialog'), '不同意').click()
    await shown(manager.getByText('没有待审批的事项'))
    await manager.goto('/todo')
    await shown(manager.getByRole('heading', { name: '待办' }))
    await isWhole(manager, 'todo')
  })

  test('show who will decide, ask for chosen approvers and fields, and go back to a step', async () => {
    const applicant = await enter('applicant')
    const id = await outlay('展台搭建', { large: true })
    await applicant.goto(`/o/outlay/${id}`)
    await button(applicant, '提交审批').click()
    const sending = applicant.getByRole('dialog')
    const ahead = sending.getByRole('list', { name: '审批路径' })
    await shown(ahead.getByText("name == 'x'"))
    await shown(ahead.getByText('由提交人选择'))
    expect(await button(sending, '提交审批').isDisabled()).toBe(true)
    await choose(sending, '选择审批人：总监审批', '沙总监')
    await applicant.keyboard.press('Escape')
    await shown(ahead.getByText('沙总监'))
    await isWhole(applicant, 'preview')
    await sending.getByLabel('提交说明').fill('年度展会')
    await button(sending, '提交审批').click()
    await gone(sending)
    await shown(panel(applicant).getByText('总监审批'))
    await isWhole(applicant, 'path')

    const manager = await enter('manager', PHONE)
    await manager.goto(`/o/outlay/${id}`)
    await shown(panel(manager).getByText('剩余 2 个工作日'))
    await isWhole(manager, 'thumb')
    await button(panel(manager), '同意').click()
    const deciding = manager.getByRole('dialog')
    await button(deciding, '同意').click()
    await shown(deciding.getByText(/预算科目.*(必填|填写)|请填写.*预算科目/).first())
    await isWhole(manager, 'fields')
    await deciding.getByLabel('预算科目').fill('市场费')
    await button(deciding, '同意').click()
    await gone(deciding)
    expect((await product.admin.get(`/api/records/outlay/${id}`)).body.budget).toBe('市场费')
    await shown(manager.getByText('您的审批已结束，不能再查看该记录', { exact: false }))
    await shown(panel(manager).getByText('总监审批').first())
    await isWhole(manager, 'decided')

    const director = await enter('chief')
    await director.goto(`/o/outlay/${id}`)
    await button(panel(director), '更多').click()
    await director.getByRole('menuitem', { name: '退回' }).click()
    const returning = director.getByRole('dialog')
    await returning.getByRole('radio', { name: '经理审批' }).check()
    await button(returning, '退回').click()
    await shown(returning.getByText('请填写审批意见'))
    await isWhole(director, 'return')
    await returning.getByLabel('审批意见').fill('请核对科目')
    await director.keyboard.press('Control+Enter')
    await gone(returning)
    const steps = panel(applicant).getByRole('list', { name: '审批步骤' })
    await shown(steps.locator('[aria-current="step"]').filter({ hasText: '经理审批' }))
    await isWhole(applicant, 'returned-to-step')
    await shown(button(panel(manager), '同意'))
  })

  test('are found by words and object, and of several decided at once each tells its outcome', async () => {
    const applicant = await enter('applicant')
    await submit(applicant, '茶歇费用')
    const director = (await product.admin.get("/api/records/user?filter=username == 'chief'&fields=id")).body.data[0]
    const chosen = { 'top.pick': [director.id] }
    const id = await outlay('灯光租赁', { large: true })
    const sent = await product.admin.post('/api/approvals', { object: 'outlay', id, chosen })
    expect(sent.status, sent.text).toBe(201)
    const manager = await enter('manager')
    await manager.goto('/approvals')
    await manager.getByRole('checkbox', { name: '选择茶歇费用' }).check()
    await manager.getByRole('checkbox', { name: '选择灯光租赁' }).check()
    await button(manager, '批量同意').click()
    const dialog = manager.getByRole('dialog')
    await button(dialog, '同意').click()
    const results = manager.getByRole('list', { name: '批量审批结果' })
    await shown(results.getByText(/茶歇费用 · 同意/))
    await shown(results.getByText(/灯光租赁 · 请填写预算科目/))
    await isWhole(manager, 'bulk-outcome')
    await manager.getByRole('dialog').getByRole('button', { name: '关闭' }).last().click()
    await manager.getByLabel('搜索记录或提交人').fill('没有的')
    await shown(manager.getByText('没有符合条件的审批'))
    await isWhole(manager, 'nothing-found')
    await button(manager, '清除筛选').click()
    await shown(manager.getByRole('link', { name: '灯光租赁' }))
  })
})
