import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { DESKTOP, PHONE, useBrowser } from '../support/browser.ts'
import { useProduct } from './product.ts'
import { namelessControls, overflowOf, settled } from './screen-checks.ts'
import { button, fillLogin, gone, shown } from './steps.ts'

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
  ...(['applicant', 'manager'] as const).map((name) => ({
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
      label: label('费用审批'),
      object: 'outlay',
      start: { transition: 'submit' },
      first: 'boss',
      steps: { boss: { label: label('经理审批'), approvers: { manager: { role: 'manager' } } } },
      effects: {
        approve: { transition: 'pass' },
        reject: { transition: 'refuse' },
        return: { transition: 'reopen' },
        recall: { transition: 'reopen' },
      },
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
  ] as const) {
    const made = await product.admin.post('/api/users', { username, name, roles: [role], password: PASSWORD })
    expect(made.status, made.text).toBe(201)
  }
})

async function enter(username: string, viewport = DESKTOP): Promise<Page> {
  const page = await browser.visit({ url: product.url, viewport })
  await page.goto('/')
  await fillLogin(page, username, PASSWORD)
  await page.getByRole('heading', { name: /^(早上|下午|晚上)好/ }).waitFor()
  return page
}

async function isWhole(page: Page, name: string): Promise<void> {
  await settled(page)
  expect(await overflowOf(page)).toBe(0)
  expect(await namelessControls(page)).toEqual([])
  const folder = process.env.SCREENSHOTS
  if (folder) await page.screenshot({ path: `${folder}/approvals-${name}.png` })
}

/** A draft of the applicant. */
async function outlay(name: string): Promise<string> {
  const { body } = await product.admin.get("/api/records/user?filter=username == 'applicant'&fields=id")
  return product.make('outlay', { name, owner: body.data[0].id })
}

/** Opens a draft in the applicant's browser and submits it. */
async function submit(page: Page, name: string): Promise<void> {
  await page.goto(`/o/outlay/${await outlay(name)}`)
  await button(page, '提交审批').click()
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
    await manager.getByRole('button', { name: '审批中心，1 条待处理' }).click()
    await shown(manager.getByRole('link', { name: '展会费用' }))
    await isWhole(manager, 'phone')
    await button(manager, '同意').click()
    const dialog = manager.getByRole('dialog')
    await dialog.getByLabel('审批意见').fill('可以')
    await button(dialog, '同意').click()
    await gone(dialog)
    await shown(manager.getByText('没有待审批的事项'))

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
    await shown(panel(applicant).getByText('审批中', { exact: true }).first())
    await button(panel(applicant), '撤回').click()
    await shown(panel(applicant).getByText('已撤回'))
  })

  test('are decided together, and by the keyboard', async () => {
    const applicant = await enter('applicant')
    for (const name of ['样品费用', '快递费用', '培训费用']) await submit(applicant, name)
    const manager = await enter('manager')
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
})
