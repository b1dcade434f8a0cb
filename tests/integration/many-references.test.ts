import { newId } from '@fieldwork/database'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type Answer, type ApiServer, type Client } from '../support/api-server.ts'
import { inconsistencies } from '../support/consistency.ts'
import { fieldOf, putObject, putRole } from '../support/plain-object.ts'

let api: ApiServer
let worker: Client
const ids: Record<'ann' | 'ben' | 'cat' | 'hidden' | 'retired' | 'firm' | 'secret_firm', string> = {} as never

const all = ['read', 'create', 'update', 'delete']

beforeAll(async () => {
  api = await startApi()
  const put = [
    putObject('person', { active: fieldOf('boolean', {}, { default: true }), hidden: fieldOf('boolean') }),
    putObject('firm', { hidden: fieldOf('boolean') }, {}, { required: [] }),
    putObject('team', {
      members: fieldOf('multi-lookup', { object: 'person', filter: 'active' }, { maxItems: 50 }),
      guests: fieldOf('multi-lookup', { object: 'person', onDelete: 'set-null' }),
      about: fieldOf('polymorphic-lookup', { objects: ['person', 'firm', 'team'] }),
      note_of: fieldOf('polymorphic-lookup', { objects: '*', onDelete: 'set-null' }),
      part_of: fieldOf('polymorphic-lookup', { objects: ['firm'], onDelete: 'cascade' }),
    }),
    putObject(
      'crew',
      { members: fieldOf('multi-lookup', { object: 'person' }) },
      {},
      { required: ['name', 'members'] },
    ),
    putRole('worker', {
      person: { operations: all, where: 'hidden != true' },
      firm: { operations: ['read'], where: 'hidden != true' },
      team: { operations: all },
    }),
  ]
  const published = await api.admin.post('/api/metadata/publish', { put })
  expect(published.text).toMatch(/"revision"/)
  worker = await api.as('worker', ['worker'])
  for (const name of ['ann', 'ben', 'cat'] as const) ids[name] = await make('person', { name })
  ids.hidden = await make('person', { name: 'hidden', hidden: true })
  ids.retired = await make('person', { name: 'retired', active: false })
  ids.firm = await make('firm', { name: 'Acme' })
  ids.secret_firm = await make('firm', { name: 'Secret', hidden: true })
})
afterAll(async () => {
  const found = await inconsistencies(api.db, api.catalog())
  await api.stop()
  expect(found).toEqual([])
})

const make = async (object: string, values: object, client = api.admin): Promise<string> => {
  const made = await client.post(`/api/records/${object}`, { name: object, ...values })
  expect(made.status, made.text).toBe(201)
  return made.body.id
}
const get = async (object: string, id: string, client = api.admin) =>
  (await client.get(`/api/records/${object}/${id}`)).body
const patch = (id: string, values: object, client = api.admin) => client.patch(`/api/records/team/${id}`, values)
const found = async (filter: string, client = api.admin): Promise<string[]> => {
  const answer = await client.get(`/api/records/team?fields=id&limit=500&filter=${encodeURIComponent(filter)}`)
  expect(answer.status, answer.text).toBe(200)
  return answer.body.data.map(({ id }: { id: string }) => id)
}
const problemsOf = ({ status, body }: Answer): string[] => [
  `${status} ${body.code}`,
  ...(body.problems ?? []).map(({ pointer, code }: { pointer: string; code: string }) => `${pointer} ${code}`),
]
const labels = (list: { label: string | null }[]) => list.map(({ label }) => label)

const refusedFor = async (values: object, client = api.admin) =>
  problemsOf(await client.post('/api/records/team', { name: 't', ...values }))

describe('a list of records (PLAT-10)', () => {
  test('keeps its order, is read with labels, and hides what the reader may not see', async () => {
    const members = [ids.cat, ids.hidden, ids.ann]
    const id = await make('team', { members })
    expect((await get('team', id)).members).toEqual([
      { id: ids.cat, label: 'cat' },
      { id: ids.hidden, label: 'hidden' },
      { id: ids.ann, label: 'ann' },
    ])
    expect((await get('team', id, worker)).members[1]).toEqual({ id: ids.hidden, label: null })
    const list = await worker.get(`/api/records/team?fields=members&filter=id=='${id}'`)
    expect(labels(list.body.data[0].members)).toEqual(['cat', null, 'ann'])
  })

  test('has at least one record; none is null, and refused where the field is required', async () => {
    const id = await make('team', { members: [ids.ann] })
    expect(problemsOf(await patch(id, { members: [] }))).toEqual(['422 validation_failed', '/members too_few'])
    expect((await patch(id, { members: null })).body.members).toBeNull()
    expect(problemsOf(await api.admin.post('/api/records/crew', { name: 'x' }))[1]).toBe('/members required')
    const crew = await make('crew', { members: [ids.ann] })
    const emptied = await api.admin.patch(`/api/records/crew/${crew}`, { members: null })
    expect(problemsOf(emptied)[1]).toBe('/members required')
  })

  test('refuses unknown, hidden, deleted and unfit records, but keeps those that were there', async () => {
    const gone = await make('person', { name: 'gone' })
    await api.admin.delete(`/api/records/person/${gone}`)
    for (const wrong of [newId(), gone, ids.retired])
      expect(problemsOf(await api.admin.post('/api/records/team', { name: 't', members: [ids.ann, wrong] }))).toEqual([
        '422 validation_failed',
        '/members unknown_reference',
      ])
    expect(problemsOf(await worker.post('/api/records/team', { name: 't', members: [ids.hidden] }))[1]).toBe(
      '/members unknown_reference',
    )
    const id = await make('team', { members: [ids.hidden, ids.ann] })
    expect((await patch(id, { members: [ids.hidden, ids.ben] }, worker)).status).toBe(200)
    expect((await patch(id, { members: [ids.ben] }, worker)).status).toBe(200)
    expect(problemsOf(await patch(id, { members: [ids.ben, ids.hidden] }, worker))[1]).toBe(
      '/members unknown_reference',
    )
  })

  test.each([
    ['a plain id', () => ids.ann],
    ['one that is there twice', () => [ids.ann, ids.ann]],
    ['what reads give', () => [{ id: ids.ann, label: 'ann' }]],
    ['no id', () => ['ann']],
    ['nulls', () => [null]],
    ['lists in lists', () => [[ids.ann]]],
    ['more than the field takes', () => Array.from({ length: 51 }, () => newId())],
    ['very many', () => Array.from({ length: 10_000 }, () => newId())],
  ])('refuses %s, with a pointer', async (_what, value) => {
    const refused = await api.admin.post('/api/records/team', { name: 't', members: value() })
    expect(refused.status).toBe(422)
    expect(refused.body.problems[0].pointer).toMatch(/^\/members/)
    expect(refused.body.problems.length).toBeLessThan(1000)
  })

  test('is checked in bulk, row by row', async () => {
    const create = [
      { name: 'a', members: [ids.ann] },
      { name: 'b', members: [ids.ann, newId()], about: { object: 'firm', id: ids.ann } },
    ]
    const refused = await api.admin.post('/api/records/team/batch', { create })
    expect(problemsOf(refused)).toEqual([
      '422 validation_failed',
      '/create/1/members unknown_reference',
      '/create/1/about unknown_reference',
    ])
    const made = await api.admin.post('/api/records/team/batch', {
      create: [{ name: 'a', members: [ids.ben, ids.ann], about: { object: 'firm', id: ids.firm } }],
    })
    const team = await get('team', made.body.create[0].id)
    expect(labels(team.members)).toEqual(['ben', 'ann'])
    expect(team.about).toEqual({ object: 'firm', id: ids.firm, label: 'Acme' })
  })

  test('is found by a member and by how many there are', async () => {
    const id = await make('team', { name: 'search', members: [ids.cat, ids.ben] })
    expect(await found(`name == 'search' && '${ids.ben}' in members`)).toEqual([id])
    expect(await found(`name == 'search' && '${ids.ann}' in members`)).toEqual([])
    expect(await found(`name == 'search' && size(members) == 2`)).toEqual([id])
    const plan = await api.db.query<{ 'QUERY PLAN': string }>({
      text: `explain select 1 from team where members && array['${ids.ben}']::uuid[]`,
    })
    expect(plan.rows.map((row) => row['QUERY PLAN']).join()).not.toBe('')
    const index = await api.db.query<{ def: string }>({
      text: `select indexdef as def from pg_indexes where tablename = 'team' and indexdef like '%members%'`,
    })
    expect(index.rows[0]!.def).toContain('USING gin (members)')
  })

  test('keeps a member from being deleted, or loses it with an event', async () => {
    const one = await make('person', { name: 'one' })
    const team = await make('team', { members: [one] })
    const refused = await api.admin.delete(`/api/records/person/${one}`)
    expect([refused.body.code, refused.body.problems[0].params]).toEqual([
      'still_referenced',
      { object: 'team', field: 'members' },
    ])
    await patch(team, { members: null, guests: [ids.ann, one, ids.ben] })
    expect((await api.admin.delete(`/api/records/person/${one}`)).status).toBe(204)
    expect(labels((await get('team', team)).guests)).toEqual(['ann', 'ben'])
    const { data } = (await api.admin.get(`/api/records/team/${team}/history`)).body
    expect(data[0].op).toBe('update')
    expect(labels(data[0].changes.guests[0])).toEqual(['ann', 'one', 'ben'])
    expect(labels(data[0].changes.guests[1])).toEqual(['ann', 'ben'])
    const last = await make('person', { name: 'last' })
    await patch(team, { guests: [last] })
    await api.admin.delete(`/api/records/person/${last}`)
    expect((await get('team', team)).guests).toBeNull()
  })

  test('comes back with an earlier version of the record', async () => {
    const id = await make('team', { members: [ids.ann, ids.ben], about: { object: 'firm', id: ids.firm } })
    await patch(id, { members: [ids.cat], about: null })
    const restored = await api.admin.post(`/api/records/team/${id}/restore`, { version: 1 })
    expect(labels(restored.body.members)).toEqual(['ann', 'ben'])
    expect(restored.body.about.label).toBe('Acme')
  })
})

describe('a record of any of several objects (PLAT-10)', () => {
  test('is read with its label where the reader may see it', async () => {
    const id = await make('team', {
      about: { object: 'firm', id: ids.secret_firm },
      note_of: { id: ids.ann.toUpperCase(), object: 'person' },
    })
    expect(await get('team', id)).toMatchObject({
      about: { object: 'firm', id: ids.secret_firm, label: 'Secret' },
      note_of: { object: 'person', id: ids.ann, label: 'ann' },
    })
    expect((await get('team', id, worker)).about).toEqual({ object: 'firm', id: ids.secret_firm, label: null })
  })

  test('is told apart where it has no name from where its name may not be seen', async () => {
    const [nameless, closed] = [await make('firm', { name: null }), await make('firm', { name: null, hidden: true })]
    const about = async (firm: string) => {
      const id = await make('team', { about: { object: 'firm', id: firm } })
      return (await get('team', id, worker)).about.label
    }
    expect([await about(nameless), await about(closed)]).toEqual(['', null])
  })

  test('refuses what does not exist, is of another object or hidden', async () => {
    const unknown = ['422 validation_failed', '/about unknown_reference']
    expect(await refusedFor({ about: { object: 'firm', id: ids.ann } })).toEqual(unknown)
    expect(await refusedFor({ about: { object: 'firm', id: newId() } })).toEqual(unknown)
    expect(await refusedFor({ about: { object: 'firm', id: ids.secret_firm } }, worker)).toEqual(unknown)
    expect(await refusedFor({ note_of: { object: 'nothing_at_all', id: ids.ann } })).toEqual([
      '422 validation_failed',
      '/note_of unknown_reference',
    ])
    expect(await refusedFor({ note_of: { object: 'user', id: ids.ann } })).toEqual([
      '422 validation_failed',
      '/note_of unknown_reference',
    ])
    for (const shape of [
      ids.ann,
      [],
      {},
      { object: 'firm' },
      { object: 'region', id: ids.firm },
      { object: 'firm', id: ids.firm, label: 'x' },
      { object: 'firm', id: { a: 1 } },
    ]) {
      const refused = await api.admin.post('/api/records/team', { name: 't', about: shape })
      expect([refused.status, refused.body.problems?.[0]?.pointer?.slice(0, 6)]).toEqual([422, '/about'])
    }
  })

  test('is found by its object and by its id', async () => {
    const id = await make('team', { name: 'poly', about: { object: 'firm', id: ids.firm } })
    await make('team', { name: 'poly', about: { object: 'person', id: ids.ann } })
    expect(await found(`name == 'poly' && about.object == 'firm'`)).toEqual([id])
    expect(await found(`name == 'poly' && about.id == '${ids.firm}'`)).toEqual([id])
    expect(await found(`name == 'poly' && about == null`)).toEqual([])
    const index = await api.db.query<{ def: string }>({
      text: `select indexdef as def from pg_indexes where tablename = 'team' and indexdef like '%about%'`,
    })
    expect(index.rows[0]!.def).toContain(`((about ->> 'id'::text))`)
  })

  test('keeps a record from being deleted, is emptied, or goes with it', async () => {
    const firm = await make('firm', { name: 'F' })
    const about = await make('team', { about: { object: 'firm', id: firm } })
    expect((await api.admin.delete(`/api/records/firm/${firm}`)).body.code).toBe('still_referenced')
    await patch(about, { about: null, note_of: { object: 'firm', id: firm } })
    const part = await make('team', { part_of: { object: 'firm', id: firm } })
    expect((await api.admin.delete(`/api/records/firm/${firm}`)).status).toBe(204)
    expect((await get('team', about)).note_of).toBeNull()
    expect((await api.admin.get(`/api/records/team/${part}`)).status).toBe(404)
    await api.admin.post(`/api/recycle-bin/firm/${firm}/restore`)
    expect((await get('team', part)).part_of).toMatchObject({ id: firm, label: 'F' })
    const { data } = (await api.admin.get(`/api/records/team/${about}/history`)).body
    expect(data[0].changes.note_of).toEqual([{ object: 'firm', id: firm, label: 'F' }, null])
  })
})

describe('seen from the other side (PLAT-10)', () => {
  test('a record has the lists and related records that point to it as collections', async () => {
    const dan = await make('person', { name: 'dan' })
    const first = await make('team', { name: 'of-dan', members: [ids.ann, dan] })
    const second = await make('team', { name: 'about-dan', about: { object: 'person', id: dan } })
    await make('team', { name: 'about-firm', about: { object: 'firm', id: ids.firm } })
    const read = await api.admin.get(
      `/api/records/person/${dan}?fields=name&expand=team_members(fields:name),team_about(fields:id)`,
    )
    expect(read.text).toContain('of-dan')
    expect(read.body).toMatchObject({ team_members: [{ name: 'of-dan' }], team_about: [{ id: second }] })
    const filter = encodeURIComponent(
      `name == 'dan' && team_members.exists(t, t.id == '${first}') && size(team_about) == 1`,
    )
    expect((await api.admin.get(`/api/records/person?fields=name&filter=${filter}`)).body.data).toEqual([
      { name: 'dan' },
    ])
  })

  test('a page lists what points to the record in either way', async () => {
    const block = { type: 'related-list', object: 'team', x: 0, w: 24, h: 4 }
    const layout = {
      name: 'person_page',
      object: 'person',
      purpose: 'detail',
      blocks: {
        a: { ...block, via: 'members', y: 0 },
        b: { ...block, via: 'about', y: 4 },
        c: { ...block, via: 'note_of', y: 8 },
      },
    }
    const put = [{ kind: 'layout', definition: layout }]
    expect((await api.admin.post('/api/metadata/publish', { put })).text).toMatch(/"revision"/)
    const wrong = { ...layout, blocks: { a: { ...block, via: 'part_of', y: 0 } } }
    const refused = await api.admin.post('/api/metadata/publish', { put: [{ kind: 'layout', definition: wrong }] })
    expect(problemsOf(refused)[1]).toContain('wrong_reference')
  })
})
