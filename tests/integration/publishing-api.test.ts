import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type ApiServer } from '../support/api-server.ts'
import { ticket } from '../support/ticket-object.ts'

let api: ApiServer

beforeAll(async () => {
  api = await startApi({ content: 'crm' })
  await publish({ put: [{ kind: 'object', definition: ticket }] })
})

afterAll(() => api.stop())

const chinese = { 'accept-language': 'zh-CN' }

async function publish(changes: object): Promise<number> {
  const answer = await api.admin.post('/api/metadata/publish', changes)
  expect(answer, answer.text).toMatchObject({ status: 200 })
  return answer.body.revision
}

async function revert(revision: number): Promise<number> {
  const answer = await api.admin.post(`/api/metadata/revisions/${revision}/revert`, {})
  expect(answer, answer.text).toMatchObject({ status: 200 })
  return answer.body.revision
}

const field = (en: string, zh: string) => ({ 'x-field': { type: 'text', label: { en, 'zh-CN': zh } } })

const addField = (name: string, en: string, zh: string) => ({
  patch: [{ kind: 'object', name: 'customer', patch: { properties: { [name]: field(en, zh) } } }],
})

/** The blocks of the form and the columns of the list, as the pages get them. */
async function pages() {
  const { layout, fields } = (await api.admin.get('/api/records/customer/schema?mode=create')).body
  const { views } = (await api.admin.get('/api/records/customer/views')).body
  const list = views.find(({ name }: { name: string }) => name === 'customer_all')
  return { blocks: layout.blocks, columns: Object.keys(list.columns), fields: Object.keys(fields) }
}

const place = (x: number, y: number) => ({ type: 'field', field: 'x_fax', x, y, w: 6, h: 1 })

test('a field taken back leaves form and list at once, and returns to its place with its values (PLAT-24)', async () => {
  const before = await pages()
  const added = await publish(addField('x_fax', 'Fax', '传真'))
  const moved = Object.keys(before.blocks).find((key) => before.blocks[key].type === 'section')!
  await publish({
    patch: [
      {
        kind: 'layout',
        name: 'customer_form',
        patch: { blocks: { f_x_fax: place(0, 900), [moved]: { label: { en: 'Moved', 'zh-CN': '已调整' } } } },
      },
      { kind: 'view', name: 'customer_all', patch: { columns: { x_fax: { order: 5 } } } },
    ],
  })
  const region = await api.admin.post('/api/records/region', { name: 'East', code: 'EE' })
  const values = { name: 'Acme', region: region.body.id, phone: '021-55550000', x_fax: '021-1' }
  const made = await api.admin.post('/api/records/customer', values)
  expect(made, made.text).toMatchObject({ status: 201 })
  const shown = await pages()
  expect([shown.blocks.f_x_fax, shown.columns.includes('x_fax')]).toEqual([place(0, 900), true])

  const undone = await revert(added)
  const without = await pages()
  expect([without.fields, without.columns, Object.keys(without.blocks)]).toEqual([
    before.fields,
    before.columns,
    Object.keys(before.blocks),
  ])
  expect(JSON.stringify(without.blocks[moved].label)).toMatch(/Moved|已调整/)

  await revert(undone)
  expect(await pages()).toEqual(shown)
  expect((await api.admin.get(`/api/records/customer/${made.body.id}`)).body.x_fax).toBe('021-1')
})

test('the plan names what shows the field, in the caller’s language', async () => {
  const removal = { patch: [{ kind: 'object', name: 'customer', patch: { properties: { x_fax: null } } }] }
  const plan = await api.admin.post('/api/metadata/plan', removal, chinese)
  expect(plan.body.problems).toEqual([])
  expect(plan.body.steps.map(({ class: kind, summary }: Record<string, string>) => `${kind} ${summary}`)).toEqual([
    expect.stringMatching(/^safe 从客户（customer）移除字段传真（x_fax）/),
    'safe 布局客户表单（customer_form）不再显示字段传真（x_fax）',
    expect.stringMatching(/^safe 视图.+（customer_all）不再显示字段传真（x_fax）$/),
  ])
})

test('a field that a rule uses is not removed; the answer says where it is used', async () => {
  const removal = { patch: [{ kind: 'object', name: 'ticket', patch: { properties: { amount: null } } }] }
  const answer = await api.admin.post('/api/metadata/publish', removal)
  expect(answer.status).toBe(422)
  expect(
    answer.body.problems.map(({ pointer, code, message }: Record<string, string>) => [pointer, code, message]),
  ).toEqual(
    expect.arrayContaining([
      [
        '/x-object/rules/small_amount/when',
        'still_used',
        'Rule “small_amount” of Object Ticket (ticket) still uses field Amount (amount), which this change removes; ' +
          'change it there first',
      ],
      ['/properties/twice/x-field/expression', 'still_used', expect.stringMatching(/^The formula of field Twice/)],
    ]),
  )
})

const remove = (key: string) => ({
  patch: [
    { kind: 'object', name: 'ticket', patch: { properties: { level: { 'x-field': { options: { [key]: null } } } } } },
  ],
})

test('an option that records hold is removed only when that is confirmed', async () => {
  const options = { low: { label: { en: 'Low', 'zh-CN': '低' } }, high: { label: { en: 'High', 'zh-CN': '高' } } }
  const level = { 'x-field': { type: 'select', label: { en: 'Level', 'zh-CN': '级别' }, options } }
  await publish({ patch: [{ kind: 'object', name: 'ticket', patch: { properties: { level } } }] })
  const made = await api.admin.post('/api/records/ticket', { subject: 'One', level: 'high' })
  const safe = await api.admin.post('/api/metadata/plan', remove('low'))
  expect(safe.body.steps).toMatchObject([{ class: 'safe', summary: expect.stringContaining('no row holds it') }])
  const refused = await api.admin.post('/api/metadata/publish', remove('high'), chinese)
  expect([refused.status, refused.body]).toMatchObject([
    409,
    {
      code: 'plan_needs_confirmation',
      steps: [
        {
          class: 'confirm',
          summary: expect.stringMatching(/^从工单（ticket）的字段级别（level）移除选项高（high）：有 1 行/),
        },
      ],
    },
  ])
  await publish({ ...remove('high'), confirm: true })
  expect((await api.admin.get(`/api/records/ticket/${made.body.id}`)).body.level).toBe('high')
})

test('with base_revision, what somebody else changed meanwhile is not published over', async () => {
  const base = await publish(addField('x_one', 'One', '一'))
  const later = await publish(addField('x_two', 'Two', '二'))
  for (const action of ['plan', 'publish']) {
    const answer = await api.admin.post(`/api/metadata/${action}`, {
      ...addField('x_three', 'Three', '三'),
      base_revision: base,
    })
    expect([answer.status, answer.body]).toMatchObject([
      409,
      {
        code: 'changed_meanwhile',
        problems: [
          {
            kind: 'object',
            name: 'customer',
            params: { revision: later, actor: { id: expect.any(String), label: expect.any(String) } },
            message: expect.stringContaining('Object Customer (customer) was changed by '),
          },
        ],
      },
    ])
  }
  expect((await api.admin.get('/api/catalog')).body.revision).toBe(later)
  expect(await publish({ ...addField('x_three', 'Three', '三'), base_revision: later })).toBe(later + 1)
  const wrong = await api.admin.post('/api/metadata/plan', { base_revision: 'x' })
  expect([wrong.status, wrong.body.problems]).toMatchObject([422, [{ pointer: '/base_revision' }]])
})

test('revisions tell who published by name, and the installation in the caller’s language', async () => {
  const { revision, user } = { revision: await publish(addField('x_four', 'Four', '四')), ...(await me()) }
  const [latest] = (await api.admin.get('/api/metadata/revisions?limit=1')).body.data
  expect(latest).toMatchObject({ revision, actor: { id: user.id, label: user.name }, message: null })
  const english = (await api.admin.get('/api/metadata/revisions?before=2')).body.data
  const inChinese = (await api.admin.get('/api/metadata/revisions?before=2', chinese)).body.data
  expect([english[0].message, inChinese[0].message]).toEqual(['Install platform, crm', '安装 platform、crm'])
  const undone = await revert(revision)
  const detail = (await api.admin.get(`/api/metadata/revisions/${undone}`, chinese)).body
  expect([detail.message, detail.actor.label]).toEqual([`撤销版本 ${revision}`, user.name])
})

const me = async () => (await api.admin.get('/api/me')).body
