import type { Locator, Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { DESKTOP, PHONE, useBrowser } from '../support/browser.ts'
import { useProduct } from './product.ts'
import { expectWhole } from './screen-checks.ts'
import { button, gone, logIn, shown } from './steps.ts'

const product = useProduct()
const browser = useBrowser()
const PASSWORD = 'seven grey herons'
const label = (zh: string) => ({ en: zh, 'zh-CN': zh })
const field = (type: string, zh: string, more: object = {}) => ({ 'x-field': { type, label: label(zh), ...more } })

const definitions = [
  {
    kind: 'object',
    definition: {
      name: 'claim',
      'x-object': {
        label: label('索赔单'),
        nameField: 'name',
        owner: true,
        rules: {
          disputed: {
            when: "reason == '责任不明'",
            severity: 'warn',
            message: label('责任不明的索赔通常被驳回'),
            field: 'reason',
          },
        },
        states: {
          field: 'state',
          initial: 'draft',
          transitions: {
            submit: { label: label('提交审批'), from: ['draft'], to: 'pending', requires: ['reason'] },
            pass: { label: label('通过'), from: ['pending'], to: 'passed' },
          },
        },
      },
      properties: {
        name: field('text', '名称'),
        reason: field('text', '索赔原因'),
        ruling: field('text', '核定结论'),
        state: field('select', '状态', {
          options: {
            draft: { label: label('草稿') },
            pending: { label: label('待批') },
            passed: { label: label('批准') },
          },
        }),
      },
    },
  },
  {
    kind: 'role',
    definition: {
      name: 'claimant',
      label: label('claimant'),
      grants: { claim: { operations: ['read', 'create', 'update'], scope: 'own' } },
    },
  },
  {
    kind: 'role',
    definition: {
      name: 'checker',
      label: label('checker'),
      grants: { claim: { operations: ['read'], scope: 'own', fields: { ruling: 'none' } } },
    },
  },
  {
    kind: 'approval',
    definition: {
      name: 'claim_chain',
      label: label('索赔审批'),
      object: 'claim',
      start: { transition: 'submit' },
      first: 'check',
      steps: { check: { label: label('核定'), approvers: { one: { role: 'checker' } }, require: ['ruling'] } },
      effects: { approve: { transition: 'pass' } },
    },
  },
]

beforeAll(async () => {
  const published = await product.admin.post('/api/metadata/publish', {
    put: definitions,
    confirm: true,
    message: 'claims',
  })
  expect(published.status, published.text).toBe(200)
  for (const [username, name, role] of [
    ['claimant', '钱多多', 'claimant'],
    ['checker', '孙小美', 'checker'],
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

const isWhole = (page: Page, name: string) => expectWhole(page, `approval-fields-${name}`)

/** A draft of the claimant. */
async function claim(name: string): Promise<string> {
  const { body } = await product.admin.get("/api/records/user?filter=username == 'claimant'&fields=id")
  return product.make('claim', { name, owner: body.data[0].id })
}

/** Enters the reason of a claim; the dialog that shows who will decide. */
async function prepare(page: Page, { id, reason }: { id: string; reason: string }): Promise<Locator> {
  await page.goto(`/o/claim/${id}`)
  await button(page, '提交审批').click()
  const asking = page.getByRole('dialog')
  await asking.getByLabel('索赔原因').fill(reason)
  await isWhole(page, 'asked')
  await button(asking, '提交审批').click()
  const sending = page.getByRole('dialog').filter({ has: page.getByRole('list', { name: '审批路径' }) })
  await shown(sending.getByText('孙小美'))
  return sending
}

const panel = (page: Page) => page.getByRole('region', { name: '审批', exact: true })
const read = async (id: string) => (await product.admin.get(`/api/records/claim/${id}`)).body

describe('fields around an approval (PLAT-45)', () => {
  test('are written with the submission that needs them, and drawn for who may not read them otherwise', async () => {
    const id = await claim('运输破损')
    const claimant = await enter('claimant')
    const sending = await prepare(claimant, { id, reason: '外箱破损，内件进水' })
    expect(await read(id)).toMatchObject({ reason: null, state: 'draft' })
    await isWhole(claimant, 'preview')
    await button(sending, '提交审批').click()
    await gone(sending)
    await shown(panel(claimant).getByText('审批中', { exact: true }).first())
    expect(await read(id)).toMatchObject({ reason: '外箱破损，内件进水', state: 'pending' })

    const checker = await enter('checker', PHONE)
    await checker.goto(`/o/claim/${id}`)
    await button(panel(checker), '同意').click()
    const deciding = checker.getByRole('dialog')
    await deciding.getByLabel('核定结论').fill('按七成赔付')
    const paper = { name: '核定书.txt', mimeType: 'text/plain', buffer: Buffer.from('七成') }
    await deciding.locator('input[type=file]').first().setInputFiles(paper)
    await shown(deciding.getByText('核定书.txt'))
    await isWhole(checker, 'lent')
    await button(deciding, '同意').click()
    await gone(deciding)
    expect(await read(id)).toMatchObject({ ruling: '按七成赔付', state: 'passed' })
    await panel(claimant).getByRole('button', { name: '核定书.txt' }).click()
    await shown(claimant.getByRole('dialog').getByText('核定书.txt').first())
    await isWhole(claimant, 'file')
  })
  test('are submitted with what a rule only warns of once the submitter has said so', async () => {
    const id = await claim('包装污损')
    const claimant = await enter('claimant')
    const sending = await prepare(claimant, { id, reason: '责任不明' })
    await button(sending, '提交审批').click()
    const asking = claimant.locator('.ant-modal-confirm').filter({ hasText: '责任不明的索赔通常被驳回' })
    await shown(asking)
    await isWhole(claimant, 'consent')
    await button(asking, '返回修改').click()
    await gone(asking)
    await shown(sending.getByRole('alert').filter({ hasText: '责任不明的索赔通常被驳回' }))
    expect(await read(id)).toMatchObject({ reason: null, state: 'draft' })
    await button(sending, '提交审批').click()
    await button(asking, '仍然保存').click()
    await gone(sending)
    await shown(panel(claimant).getByText('审批中', { exact: true }).first())
    expect(await read(id)).toMatchObject({ reason: '责任不明', state: 'pending' })
  })
})
