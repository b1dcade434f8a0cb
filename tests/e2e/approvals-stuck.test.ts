import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { DEMO_PASSWORD } from '../support/api-server.ts'
import { useBrowser } from '../support/browser.ts'
import { useProduct } from './product.ts'
import { expectWhole } from './screen-checks.ts'
import { button, logIn, shown } from './steps.ts'

const product = useProduct()
const browser = useBrowser()
const label = (en: string, zh = en) => ({ en, 'zh-CN': zh })
const field = (type: string, zh: string, more: object = {}) => ({ 'x-field': { type, label: label(zh), ...more } })

/** What is stuck, for each of the ways in which an approval may lose what it stands on. */
const SUBJECTS = ['无人审批', '审批人离职', '记录删除', '审批流修改', '审批流删除'] as const
type Subject = (typeof SUBJECTS)[number]
const chainOf = (subject: Subject): string => `stuck_${SUBJECTS.indexOf(subject)}`

const approvers: Record<Subject, object> = {
  无人审批: { role: 'vacant' },
  审批人离职: { users: ['leaver'] },
  记录删除: { users: ['stayer'] },
  审批流修改: { users: ['stayer'] },
  审批流删除: { users: ['stayer'] },
}

const chain = (subject: Subject, who: object) => ({
  kind: 'approval',
  definition: {
    name: chainOf(subject),
    when: `name == '${subject}'`,
    label: label('Leave of absence', '请假审批'),
    object: 'absence_note',
    start: { transition: 'submit' },
    first: 'boss',
    steps: { boss: { label: label('Manager', '经理审批'), approvers: { who } } },
    effects: { approve: { transition: 'pass' }, return: { transition: 'reopen' } },
  },
})

const definitions = [
  {
    kind: 'object',
    definition: {
      name: 'absence_note',
      'x-object': {
        label: label('Absence note', '请假单'),
        nameField: 'name',
        owner: true,
        states: {
          field: 'state',
          initial: 'draft',
          transitions: {
            submit: { label: label('Submit', '提交审批'), from: ['draft'], to: 'pending' },
            pass: { label: label('Pass', '通过'), from: ['pending'], to: 'passed' },
            reopen: { label: label('Reopen', '重新编辑'), from: ['pending'], to: 'draft' },
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
          },
        }),
      },
    },
  },
  ...['absentee', 'vacant'].map((name) => ({
    kind: 'role',
    definition: {
      name,
      label: label(name),
      grants: { absence_note: { operations: ['read', 'create', 'update', 'delete'], scope: 'own' } },
    },
  })),
  ...SUBJECTS.map((subject) => chain(subject, approvers[subject])),
]

const ids = new Map<Subject, string>()
const users = new Map<string, string>()

beforeAll(async () => {
  await publish({ put: definitions })
  for (const [username, name] of [
    ['absentee', '钱多多'],
    ['leaver', '李远行'],
    ['stayer', '孙小美'],
  ] as const) {
    const account = { username, name, roles: ['absentee'], password: DEMO_PASSWORD }
    const made = await product.admin.post('/api/users', account)
    expect(made.status, made.text).toBe(201)
    users.set(username, made.body.id)
  }
  const absentee = await product.as('absentee')
  for (const name of SUBJECTS) {
    const { body } = await absentee.post('/api/records/absence_note', { name })
    const submitted = await absentee.post('/api/approvals', { object: 'absence_note', id: body.id })
    expect(submitted.status, submitted.text).toBe(201)
    ids.set(name, body.id)
  }
})

async function publish(changes: object): Promise<void> {
  const answer = await product.admin.post('/api/metadata/publish', { ...changes, confirm: true, message: 'stuck' })
  expect(answer.status, answer.text).toBe(200)
}

/** Goes back to who submitted it, and is deleted by him. */
async function returnAndDelete(): Promise<void> {
  const id = ids.get('记录删除')!
  const stayer = await product.as('stayer')
  const { body } = await stayer.get(`/api/approvals?object=absence_note&id=${id}`)
  const returned = await stayer.post(`/api/approvals/tasks/${body.data[0].mine[0]}/return`, { comment: '请补充' })
  expect(returned.status, returned.text).toBe(200)
  const removed = await (await product.as('absentee')).delete(`/api/records/absence_note/${id}`)
  expect(removed.status, removed.text).toBe(204)
}

const panel = (page: Page, name = '审批') => page.getByRole('region', { name, exact: true })

/** What the record's page tells about its approval in a language. */
async function told(page: Page, { subject, shot }: { subject: Subject; shot: string }): Promise<string> {
  await page.goto(`/o/absence_note/${ids.get(subject)}`)
  const about = page.getByRole('main')
  await shown(page.getByRole('region', { name: /^(审批|Approval)$/ }))
  await expectWhole(page, `approvals-stuck-${shot}`)
  return about.innerText()
}

const languages = ['zh-CN', 'en'] as const
type Words = Record<(typeof languages)[number], RegExp>

const expected: [subject: Subject, shot: string, words: Words][] = [
  [
    '无人审批',
    'nobody',
    { 'zh-CN': /找不到审批人，改由系统管理员审批/, en: /found nobody else who could decide, and asked/ },
  ],
  ['审批人离职', 'left', { 'zh-CN': /李远行已离开，改由系统管理员审批/, en: /in place of 李远行, who has left/ }],
  [
    '记录删除',
    'deleted',
    { 'zh-CN': /该记录已删除，审批随之终止/, en: /The record was deleted, and its approval ended/ },
  ],
  ['审批流修改', 'changed', { 'zh-CN': /审批流此后有修改/, en: /The chain has been changed since/ }],
  ['审批流删除', 'unchained', { 'zh-CN': /审批流此后已删除/, en: /The chain has been deleted since/ }],
]

describe('an approval that has lost what it stands on tells so (PLAT-45)', () => {
  beforeAll(async () => {
    const closed = await product.admin.patch(`/api/users/${users.get('leaver')}`, { active: false })
    expect(closed.status, closed.text).toBe(200)
    await returnAndDelete()
    const now = chain('审批流修改', { users: ['stayer', 'leaver'] })
    await publish({ put: [now], delete: [{ kind: 'approval', name: chainOf('审批流删除') }] })
  })

  test.each(languages)('to who submitted it, in %s', async (locale) => {
    const page = await browser.visit({ url: product.url })
    await logIn(page, 'absentee')
    if (locale === 'en') await page.evaluate(() => localStorage.setItem('fieldwork.locale', 'en'))
    for (const [subject, shot, words] of expected)
      await expect
        .poll(() => told(page, { subject, shot: `${shot}-${locale}` }), { timeout: 30_000 })
        .toMatch(words[locale])
  })

  test('before it is submitted, and lets another decide', async () => {
    const absentee = await browser.visit({ url: product.url })
    await logIn(absentee, 'absentee')
    const id = (await (await product.as('absentee')).post('/api/records/absence_note', { name: '无人审批' })).body.id
    await absentee.goto(`/o/absence_note/${id}`)
    await button(absentee, '提交审批').click()
    await shown(absentee.getByRole('dialog').getByText('本步骤找不到审批人，由备用审批人代行'))
    await expectWhole(absentee, 'approvals-stuck-preview')

    const admin = await browser.visit({ url: product.url })
    await logIn(admin)
    await admin.goto(`/o/absence_note/${ids.get('无人审批')}`)
    await button(panel(admin), '同意').click()
    await button(admin.getByRole('dialog'), '同意').click()
    await shown(panel(admin).getByText('已通过'))
  })
})
