import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type ApiServer, type Client } from '../support/api-server.ts'
import { fieldOf, putObject } from '../support/plain-object.ts'

let api: ApiServer
/** the owner, his manager, a colleague, somebody with reading only, and one who has no role on anything */
let owner: Client
let manager: Client
let colleague: Client
let reader: Client
const ids: Record<string, string> = {}

const operations = (scope: string) => ({ read: scope, create: 'own', update: scope, delete: 'own', comment: scope })
const roles = {
  seller: {
    deal: { operations: { ...operations('related'), share: 'own' } },
    task_note: { operations: operations('own') },
  },
  boss: {
    deal: { operations: { read: 'all', share: 'all', assign: 'all' }, related: 'edit' },
    task_note: { operations: { read: 'all', assign: 'all' } },
  },
  looker: { deal: { operations: { read: 'own', share: 'all' } } },
}

beforeAll(async () => {
  api = await startApi()
  const put = [
    putObject('deal', { amount: fieldOf('money') }, { owner: true }),
    putObject('task_note', { deal: fieldOf('lookup', { object: 'deal', collection: 'notes' }) }, { owner: true }),
    putObject('plain_thing', { deal: fieldOf('lookup', { object: 'deal', collection: 'things' }) }),
    ...Object.entries(roles).map(([name, grants]) => ({ kind: 'role', definition: { name, grants } })),
  ]
  const published = await api.admin.post('/api/metadata/publish', { put, confirm: true })
  expect(published.status, published.text).toBe(200)
  owner = await api.as('owner', ['seller'])
  manager = await api.as('manager', ['boss'])
  colleague = await api.as('colleague', ['seller'])
  reader = await api.as('reader', ['looker'])
  for (const [name, client] of Object.entries({ owner, manager, colleague, reader }))
    ids[name] = (await client.get('/api/me')).body.user.id
})
afterAll(() => api.stop())

async function make(name: string, object = 'deal', values: object = {}) {
  const made = await owner.post(`/api/records/${object}`, { name, ...values })
  expect(made.status, made.text).toBe(201)
  return made.body as { id: string; version: number }
}
const at = ({ id }: { id: string }, part = '', object = 'deal') => `/api/records/${object}/${id}${part}`
const lastEvent = async (record: { id: string }) => (await api.admin.get(at(record, '/history'))).body.data[0]

describe('a share (PLAT-73)', () => {
  test('opens a record for reading, then for changing, and ends when it is revoked', async () => {
    const deal = await make('shared')
    expect((await colleague.get(at(deal))).status).toBe(404)
    const share = await owner.post(at(deal, '/share'), { to: { user: ids.colleague }, level: 'read' })
    expect(share).toMatchObject({
      status: 201,
      body: { to: { kind: 'user', label: 'colleague' }, level: 'read', until: null },
    })
    expect((await colleague.get(at(deal))).status).toBe(200)
    expect((await colleague.patch(at(deal), { amount: 1 })).status).toBe(403)
    const again = await owner.post(at(deal, '/share'), {
      to: { user: ids.colleague },
      level: 'edit',
      until: '2999-12-31',
    })
    expect(again.body).toMatchObject({ id: share.body.id, level: 'edit', until: '2999-12-31' })
    expect((await colleague.patch(at(deal), { amount: 1 })).status).toBe(200)
    expect(await lastEvent(deal)).toMatchObject({ op: 'update' })
    expect((await owner.delete(at(deal, `/share/${share.body.id}`))).status).toBe(204)
    expect((await colleague.get(at(deal))).status).toBe(404)
    const event = await lastEvent(deal)
    expect(event).toMatchObject({ op: 'unshare', actor: { label: 'owner' } })
    expect(event.changes['@shares']).toEqual([
      { to: { kind: 'user', id: ids.colleague, label: 'colleague' }, level: 'edit', until: '2999-12-31' },
      null,
    ])
  })

  test('is over after its last day, and one that is over already is refused', async () => {
    const deal = await make('until')
    const share = await owner.post(at(deal, '/share'), { to: { role: 'seller' }, level: 'read', until: '2999-01-01' })
    expect(share.body.to).toMatchObject({ kind: 'role', name: 'seller' })
    expect((await colleague.get(at(deal))).status).toBe(200)
    await api.db.query({ text: `update fw_access set expires = now() where id = $1`, values: [share.body.id] })
    expect((await colleague.get(at(deal))).status).toBe(404)
    expect((await owner.get(at(deal, '/access'))).body.shares).toEqual([])
    const past = await owner.post(at(deal, '/share'), { to: { role: 'seller' }, level: 'read', until: '2020-01-01' })
    expect(past).toMatchObject({ status: 422, body: { problems: [{ pointer: '/until', code: 'in_the_past' }] } })
  })

  test('reaches the people of a department and of those below it', async () => {
    const deal = await make('to a department')
    const top = (await api.admin.post('/api/records/department', { name: 'Top', code: 'T' })).body
    const below = (await api.admin.post('/api/records/department', { name: 'Below', code: 'B', parent: top.id })).body
    const employee = (await api.admin.post('/api/records/employee', { name: 'C', department: below.id })).body
    await api.admin.patch(`/api/users/${ids.colleague}`, { employee: employee.id })
    const share = await owner.post(at(deal, '/share'), { to: { department: top.id }, level: 'read' })
    expect(share.status, share.text).toBe(201)
    expect((await colleague.get(at(deal))).status).toBe(200)
    expect((await colleague.get('/api/records/deal')).text).toContain(deal.id)
  })

  test('is for who has the right, and never gives more than he has', async () => {
    const deal = await make('rights')
    const to = { user: ids.colleague }
    expect((await colleague.post(at(deal, '/share'), { to, level: 'read' })).status).toBe(404)
    await owner.post(at(deal, '/share'), { to: { user: ids.reader }, level: 'read' })
    const tooMuch = await reader.post(at(deal, '/share'), { to, level: 'edit' })
    expect(tooMuch).toMatchObject({
      status: 403,
      body: { problems: [{ pointer: '/level', code: 'exceeds_own_rights' }] },
    })
    const own = await reader.post(at(deal, '/share'), { to, level: 'read' })
    expect(own.status, own.text).toBe(201)
    expect((await colleague.post(at(deal, '/share'), { to, level: 'read' })).status).toBe(403)
    expect((await colleague.delete(at(deal, `/share/${own.body.id}`))).status).toBe(403)
    expect((await reader.delete(at(deal, `/share/${own.body.id}`))).status).toBe(204)
  })

  test('is for others: nobody keeps by one a record that is given to somebody else', async () => {
    const deal = await make('kept')
    for (const user of [ids.owner, ids.owner?.toUpperCase()]) {
      const share = await owner.post(at(deal, '/share'), { to: { user }, level: 'edit' })
      expect(share).toMatchObject({ status: 422, body: { problems: [{ pointer: '/to/user', code: 'oneself' }] } })
    }
    expect((await manager.post(at(deal, '/assign'), { owner: ids.colleague })).status).toBe(200)
    expect((await owner.get(at(deal))).status).toBe(404)
  })

  test('tells every mistake at once, in both languages', async () => {
    const deal = await make('mistakes')
    const nobody = '00000000-0000-7000-8000-000000000000'
    const answer = await owner.post(at(deal, '/share'), { to: { user: nobody }, level: 'read', until: '2999-02-30' })
    expect(answer.body.problems.map(({ pointer }: { pointer: string }) => pointer)).toEqual(['/to/user', '/until'])
    const chinese = await owner.post(
      at(deal, '/share'),
      { to: { role: 'x' }, level: 'read' },
      { 'accept-language': 'zh-CN' },
    )
    expect(chinese.body.problems[0].message).toBe('没有该角色')
    for (const to of [
      {},
      { user: 'x' },
      { user: ids.owner, role: 'seller' },
      { team: 'x' },
      { role: '' },
      { user: null },
    ])
      expect(await owner.post(at(deal, '/share'), { to, level: 'read' })).toMatchObject({
        status: 422,
        body: { problems: [{ pointer: '/to' }] },
      })
    expect((await owner.post(at(deal, '/share'), { to: { role: 'seller' }, level: 'own' })).status).toBe(422)
    expect((await owner.delete(at(deal, `/share/${nobody}`))).status).toBe(404)
    expect((await owner.delete(at(deal, '/share/x'))).status).toBe(404)
    expect(
      (await api.admin.post(`/api/records/user/${ids.owner}/share`, { to: { role: 'seller' }, level: 'read' })).status,
    ).toBe(400)
  })
})

describe('members (PLAT-66)', () => {
  test('are added and removed with an event, and use the record as their level says', async () => {
    const deal = await make('with members')
    const added = await owner.post(at(deal, '/members'), { add: [ids.colleague], level: 'read' })
    expect(added.body.members).toMatchObject([{ user: { label: 'colleague' }, level: 'read', source: 'manual' }])
    expect((await colleague.patch(at(deal), { amount: 2 })).status).toBe(403)
    await owner.post(at(deal, '/members'), { add: [ids.colleague] })
    expect((await colleague.patch(at(deal), { amount: 2 })).status).toBe(200)
    expect((await colleague.post(at(deal, '/members'), { add: [ids.reader] })).status).toBe(403)
    const before = (await api.admin.get(at(deal, '/history'))).body.data
    await owner.post(at(deal, '/members'), { add: [ids.colleague] })
    expect((await api.admin.get(at(deal, '/history'))).body.data).toEqual(before)
    const removed = await owner.post(at(deal, '/members'), { remove: [ids.colleague] })
    expect(removed.body.members).toEqual([])
    expect((await colleague.get(at(deal))).status).toBe(404)
    const { op, changes } = await lastEvent(deal)
    expect(op).toBe('members')
    expect(changes['@members']).toEqual([[{ user: { id: ids.colleague, label: 'colleague' }, level: 'edit' }], []])
  })

  test('are users there are; who is none cannot be removed', async () => {
    const deal = await make('wrong members')
    const nobody = '00000000-0000-7000-8000-000000000000'
    const body = { add: [nobody, ids.reader], remove: [ids.reader, ids.colleague] }
    const answer = await owner.post(at(deal, '/members'), body)
    expect(answer.body.problems.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '/add/0',
      '/remove/0',
      '/remove/0',
      '/remove/1',
    ])
    expect((await owner.get(at(deal, '/access'))).body.members).toEqual([])
    const thing = (await api.admin.post('/api/records/plain_thing', { name: 'thing' })).body
    expect((await api.admin.post(at(thing, '/members', 'plain_thing'), { add: [ids.reader] })).status).toBe(400)
  })
})

const givingRole = (name: string, more: object) => ({
  kind: 'role',
  definition: { name, grants: { deal: { operations: { read: 'all', assign: 'all' } }, ...more } },
})

describe('assigning (PLAT-74)', () => {
  test('changes the owner by the right to assign alone, with an assignment record', async () => {
    const deal = await make('given')
    expect((await manager.patch(at(deal), { amount: 3 })).status).toBe(403)
    expect((await owner.post(at(deal, '/assign'), { owner: ids.colleague })).status).toBe(403)
    const given = await manager.post(at(deal, '/assign'), { owner: ids.colleague, reason: 'absent' })
    expect(given).toMatchObject({ status: 200, body: { owner: { label: 'colleague' }, version: 2, '@children': 0 } })
    expect((await owner.get(at(deal))).status).toBe(404)
    expect((await colleague.get(at(deal))).status).toBe(200)
    expect(await lastEvent(deal)).toMatchObject({ op: 'assign', reason: 'absent', actor: { label: 'manager' } })
    const log = await api.admin.get(
      `/api/records/assignment_record?filter=${encodeURIComponent(`record_id == '${deal.id}'`)}`,
    )
    expect(log.body.data).toMatchObject([
      {
        object: 'deal',
        record_label: 'given',
        method: 'assign',
        reason: 'absent',
        from_owner: { label: 'owner' },
        to_owner: { label: 'colleague' },
        by: { label: 'manager' },
        with_children: false,
      },
    ])
  })

  test('takes along what the owner had of collections, all or nothing', async () => {
    const deal = await make('with notes')
    const mine = await make('mine', 'task_note', { deal: deal.id })
    const other = (await api.admin.post('/api/records/task_note', { name: 'other', deal: deal.id, owner: ids.reader }))
      .body
    const wrong = await manager.post(at(deal, '/assign'), { owner: ids.colleague, children: ['nothing', 'things'] })
    expect(wrong.body.problems).toMatchObject([{ pointer: '/children/0' }, { pointer: '/children/1' }])
    const given = await manager.post(at(deal, '/assign'), { owner: ids.colleague, children: ['notes'] })
    expect(given.body['@children']).toBe(1)
    expect((await api.admin.get(at(mine, '', 'task_note'))).body.owner.label).toBe('colleague')
    expect((await api.admin.get(at(other, '', 'task_note'))).body.owner.label).toBe('reader')
  })

  test('by the right to the record reaches what belongs to it as far as it may be read', async () => {
    const put = [
      putObject('memo', { deal: fieldOf('lookup', { object: 'deal', collection: 'memos' }) }, { owner: true }),
      givingRole('reading_boss', { memo: { operations: { read: 'all' }, where: "name != 'secret'" } }),
      givingRole('blind_boss', {}),
    ]
    const published = await api.admin.post('/api/metadata/publish', { put, confirm: true })
    expect(published.status, published.text).toBe(200)
    const [reading, blind] = [await api.as('reading', ['reading_boss']), await api.as('blind', ['blind_boss'])]
    const deal = await make('handed over')
    const memo = async (name: string) =>
      (await api.admin.post('/api/records/memo', { name, deal: deal.id, owner: ids.owner })).body as { id: string }
    const [seen, secret] = [await memo('seen'), await memo('secret')]
    const ownerOf = async (record: { id: string }) => (await api.admin.get(at(record, '', 'memo'))).body.owner.label

    expect((await reading.post(at(seen, '/assign', 'memo'), { owner: ids.colleague })).status).toBe(403)
    expect((await reading.patch(at(seen, '', 'memo'), { owner: ids.colleague })).status).toBe(403)
    const given = await reading.post(at(deal, '/assign'), { owner: ids.colleague, children: ['memos'] })
    expect(given, given.text).toMatchObject({ status: 200, body: { '@children': 1, owner: { label: 'colleague' } } })
    expect([await ownerOf(seen), await ownerOf(secret)]).toEqual(['colleague', 'owner'])
    const back = await blind.post(at(deal, '/assign'), { owner: ids.owner, children: ['memos'] })
    expect(back).toMatchObject({
      status: 422,
      body: { problems: [{ pointer: '/children/0', code: 'unknown_collection' }] },
    })
    expect(await ownerOf(seen)).toBe('colleague')
  })

  test('of what nobody may do says nothing of records that are hidden', async () => {
    const [mine, other] = [await make('seen by looker'), await make('hidden from looker')]
    await owner.post(at(mine, '/share'), { to: { user: ids.reader }, level: 'read' })
    const nowhere = { id: '01900000-0000-7000-8000-000000000000' }
    const asked = async (record: { id: string }) => [
      (await reader.patch(at(record), { amount: 1 })).status,
      (await reader.delete(at(record))).status,
      (await reader.post(at(record, '/assign'), { owner: ids.reader })).status,
      (await reader.post(at(record, '/restore'), { version: 1 })).status,
    ]
    expect(await asked(mine)).toEqual([403, 403, 403, 403])
    expect(await asked(other)).toEqual([404, 404, 404, 404])
    expect(await asked(nowhere)).toEqual([404, 404, 404, 404])
  })

  test('of a value that is there already writes nothing, and what is sent beside it counts', async () => {
    const deal = await make('unchanged', 'deal', { amount: 5 })
    const same = await owner.patch(at(deal), { amount: 5, name: 'unchanged' }, { 'if-match': '"1"' })
    expect(same).toMatchObject({ status: 200, body: { version: 1, amount: 5, owner: { label: 'owner' } } })
    expect((await owner.patch(at(deal), { amount: 5 }, { 'if-match': '"7"' })).status).toBe(409)
    expect((await owner.patch(at(deal), { amount: 5, name: null })).status).toBe(422)
    expect((await colleague.patch(at(deal), { amount: 5 })).status).toBe(404)
    expect((await api.admin.get(at(deal, '/history'))).body.data).toHaveLength(1)
    expect((await owner.patch(at(deal), { amount: 5, name: 'changed' })).body).toMatchObject({ version: 2 })
    expect((await lastEvent(deal)).changes).toEqual({ name: ['unchanged', 'changed'] })
  })

  test('of what is his already, or of an outdated version, writes nothing', async () => {
    const deal = await make('same')
    expect((await manager.post(at(deal, '/assign'), { owner: ids.owner })).body.version).toBe(1)
    expect((await manager.post(at(deal, '/assign'), { owner: ids.reader }, { 'if-match': '"7"' })).status).toBe(409)
    expect((await manager.post(at(deal, '/assign'), { owner: '00000000-0000-7000-8000-000000000000' })).status).toBe(
      422,
    )
    expect((await api.admin.get(at(deal, '/history'))).body.data).toHaveLength(1)
  })

  test('goes for many records by ids or filter, each with its own result', async () => {
    const deals = [await make('bulk one', 'deal', { amount: 77 }), await make('bulk two', 'deal', { amount: 77 })]
    const nobody = '00000000-0000-7000-8000-000000000000'
    const byIds = await manager.post('/api/records/deal/assign', { owner: ids.colleague, ids: [deals[0]!.id, nobody] })
    expect(byIds.body).toMatchObject({
      assigned: 1,
      refused: 1,
      data: [
        { status: 200, version: 2 },
        { status: 404, code: 'not_found', id: nobody },
      ],
    })
    const byFilter = await manager.post('/api/records/deal/assign', { owner: ids.reader, filter: 'amount == 77' })
    expect(byFilter.body).toMatchObject({ assigned: 2, refused: 0 })
    const refused = await owner.post('/api/records/deal/assign', { owner: ids.reader, ids: [deals[0]!.id] })
    // it is somebody else's now, so it is hidden
    expect(refused.body.data[0]).toMatchObject({ status: 404 })
    expect((await manager.post('/api/records/deal/assign', { owner: ids.reader })).status).toBe(400)
    expect((await manager.post('/api/records/deal/assign', { owner: ids.reader, ids: ['x'] })).status).toBe(422)
  })
})

test('who may read a record sees its owner, members and shares, and what he may do about them', async () => {
  const deal = await make('seen')
  await owner.post(at(deal, '/share'), { to: { user: ids.colleague }, level: 'read' })
  expect((await owner.get(at(deal, '/access'))).body).toMatchObject({
    owner: { label: 'owner' },
    may: { members: true, assign: false, share: 'edit' },
  })
  expect((await colleague.get(at(deal, '/access'))).body).toMatchObject({
    shares: [{ level: 'read' }],
    may: { members: false, assign: false, share: null },
  })
  expect((await manager.get(at(deal, '/access'))).body.may).toEqual({ members: true, assign: true, share: 'read' })
  expect((await reader.get(at(deal, '/access'))).status).toBe(404)
})
