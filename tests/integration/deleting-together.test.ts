import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type Answer, type ApiServer, type Client } from '../support/api-server.ts'
import { fieldOf, putObject, putRole } from '../support/plain-object.ts'

let api: ApiServer
let worker: Client

const all = ['read', 'create', 'update', 'delete']
const part = (object: string) => fieldOf('lookup', { object, onDelete: 'cascade' })

beforeAll(async () => {
  api = await startApi()
  const put = [
    putObject('project', {
      secret: fieldOf('boolean'),
      main_errand: fieldOf('lookup', { object: 'errand', onDelete: 'set-null' }),
    }),
    putObject('errand', {
      project: part('project'),
      parent: part('errand'),
      frozen: fieldOf('boolean'),
      mark: fieldOf('lookup', { object: 'bookmark', onDelete: 'set-null' }),
      code: fieldOf('text', { unique: true }),
    }),
    putObject('remark', { errand: part('errand') }),
    putObject('bill', {
      project: fieldOf('lookup', { object: 'project' }),
      errand: fieldOf('lookup', { object: 'errand' }),
    }),
    putObject('bookmark', {
      errand: fieldOf('lookup', { object: 'errand', onDelete: 'set-null' }),
      project: fieldOf('lookup', { object: 'project', onDelete: 'set-null' }),
    }),
    putRole('worker', {
      project: { operations: all },
      errand: { operations: all, where: 'frozen != true' },
      remark: { operations: ['read', 'create'] },
    }),
  ]
  const published = await api.admin.post('/api/metadata/publish', { put })
  expect(published.text).toMatch(/"revision"/)
  worker = await api.as('worker', ['worker'])
})
afterAll(() => api.stop())

const make = async (object: string, values: object): Promise<string> => {
  const made = await api.admin.post(`/api/records/${object}`, { name: object, ...values })
  expect(made.status, made.text).toBe(201)
  return made.body.id
}
const remove = (object: string, id: string, client = api.admin) => client.delete(`/api/records/${object}/${id}`)
const undelete = (object: string, id: string, client = api.admin) =>
  client.post(`/api/recycle-bin/${object}/${id}/restore`)
const statusOf = async (object: string, id: string): Promise<number> =>
  (await api.admin.get(`/api/records/${object}/${id}`)).status
const eventsOf = async (id: string): Promise<string[]> => {
  const text = 'select op from fw_event where record_id = $1 order by id'
  return (await api.db.query<{ op: string }>({ text, values: [id] })).rows.map(({ op }) => op)
}
const changesOf = async (id: string) => (await api.admin.get(`/api/records/errand/${id}/history`)).body.data[0].changes
const bookmarkOf = async (id: string) => (await api.admin.get(`/api/records/bookmark/${id}`)).body
const codesOf = ({ status, body }: Answer) => [
  status,
  body.code,
  ...(body.problems ?? []).map((one: { code: string }) => one.code),
]

/** A project with a task, a task below that and a remark on it. */
async function tree(): Promise<Record<'project' | 'errand' | 'below' | 'remark', string>> {
  const project = await make('project', {})
  const task = await make('errand', { project })
  const below = await make('errand', { parent: task })
  return { project, errand: task, below, remark: await make('remark', { errand: below }) }
}

describe('a record that comes back from the recycle bin', () => {
  test('has no lookup to what was deleted meanwhile, and its history says so', async () => {
    const [task, project] = [await make('errand', {}), await make('project', {})]
    const bookmark = await make('bookmark', { errand: task, project })
    expect((await remove('bookmark', bookmark)).status).toBe(204)
    expect((await remove('errand', task)).status).toBe(204)
    const back = await undelete('bookmark', bookmark)
    expect(back.status, back.text).toBe(200)
    expect(back.body).toMatchObject({ errand: null, project: { id: project } })
    expect(await bookmarkOf(bookmark)).toMatchObject({ errand: null, project: { id: project } })
    const [event] = (await api.admin.get(`/api/records/bookmark/${bookmark}/history`)).body.data
    expect(event).toMatchObject({ op: 'undelete', changes: { errand: [{ id: task }, null] } })
    expect(Object.keys(event.changes)).toEqual(['errand'])
    expect((await undelete('errand', task)).status).toBe(200)
    expect((await bookmarkOf(bookmark)).errand).toBeNull()
  })

  test('keeps a lookup to what came back before it', async () => {
    const task = await make('errand', {})
    const bookmark = await make('bookmark', { errand: task })
    await remove('bookmark', bookmark)
    await remove('errand', task)
    await undelete('errand', task)
    expect((await undelete('bookmark', bookmark)).body).toMatchObject({ errand: { id: task } })
  })

  test('brings along records that have none either', async () => {
    const [project, lost, kept] = [await make('project', {}), await make('bookmark', {}), await make('bookmark', {})]
    const tasks = [await make('errand', { project, mark: lost }), await make('errand', { project, mark: kept })]
    await remove('project', project)
    await remove('bookmark', lost)
    expect((await undelete('project', project)).status).toBe(200)
    const marks = await Promise.all(
      tasks.map(async (id) => (await api.admin.get(`/api/records/errand/${id}`)).body.mark),
    )
    expect(marks).toEqual([null, { id: kept, label: 'bookmark' }])
    expect(await changesOf(tasks[0]!)).toMatchObject({ mark: [{ id: lost }, null] })
    expect(await changesOf(tasks[1]!)).toEqual({})
  })

  test('keeps a lookup to what went with it and comes back with it', async () => {
    const project = await make('project', {})
    const task = await make('errand', { project })
    const chosen = await api.admin.patch(`/api/records/project/${project}`, { main_errand: task })
    expect(chosen.status, chosen.text).toBe(200)
    expect((await remove('project', project)).status).toBe(204)
    expect((await undelete('project', project)).status).toBe(200)
    expect((await api.admin.get(`/api/records/project/${project}`)).body.main_errand).toMatchObject({ id: task })
  })
})

describe('a deletion that takes records along (PLAT-10)', () => {
  test('takes every level, each record with its event, and brings back what it took', async () => {
    const { project, errand: task, below, remark } = await tree()
    const gone = await make('errand', { project })
    expect((await remove('errand', gone)).status).toBe(204)
    expect((await remove('project', project)).status).toBe(204)
    for (const id of [task, below]) expect(await statusOf('errand', id)).toBe(404)
    expect(await statusOf('remark', remark)).toBe(404)
    expect(await eventsOf(remark)).toEqual(['create', 'delete'])

    expect(codesOf(await undelete('errand', task))).toEqual([409, 'whole_is_deleted', 'whole_is_deleted'])
    expect((await undelete('project', project)).status).toBe(200)
    expect(await statusOf('errand', below)).toBe(200)
    expect((await api.admin.get(`/api/records/remark/${remark}`)).body.version).toBe(3)
    expect(await eventsOf(remark)).toEqual(['create', 'delete', 'undelete'])
    expect(await statusOf('errand', gone)).toBe(404)
    expect((await undelete('errand', gone)).status).toBe(200)
  })

  test('is refused as a whole when the actor may not delete one of them', async () => {
    const { project, errand: task, below, remark } = await tree()
    const refused = await remove('project', project, worker)
    expect(codesOf(refused)).toEqual([403, 'forbidden', 'dependents_forbidden'])
    expect(refused.body.problems[0].params).toEqual({ object: 'remark', field: 'errand' })
    expect(await statusOf('project', project)).toBe(200)
    expect(await eventsOf(task)).toEqual(['create'])
    await remove('remark', remark)
    await api.admin.patch(`/api/records/errand/${below}`, { frozen: true })
    expect(codesOf(await remove('project', project, worker))).toEqual([403, 'forbidden', 'dependents_forbidden'])
    await api.admin.patch(`/api/records/errand/${below}`, { frozen: false })
    expect((await remove('project', project, worker)).status).toBe(204)
  })

  test('is refused while a record that stays refers to one of them, and empties lookups that allow it', async () => {
    const { project, errand: task, below } = await tree()
    const bill = await make('bill', { errand: below })
    const bookmark = await make('bookmark', { errand: task, project })
    const refused = await remove('project', project)
    expect(codesOf(refused)).toEqual([409, 'still_referenced', 'still_referenced'])
    expect(refused.body.problems[0].params).toEqual({ object: 'bill', field: 'errand' })
    expect((await api.admin.get(`/api/records/bookmark/${bookmark}`)).body.version).toBe(1)
    await remove('bill', bill)
    expect((await remove('project', project)).status).toBe(204)
    expect((await api.admin.get(`/api/records/bookmark/${bookmark}`)).body).toMatchObject({
      errand: null,
      project: null,
    })
    expect(await eventsOf(bookmark)).toEqual(['create', 'update', 'update'])
  })

  test('ends with rings of references too', async () => {
    const task = await make('errand', {})
    const other = await make('errand', { parent: task })
    await api.admin.patch(`/api/records/errand/${task}`, { parent: other })
    expect((await remove('errand', task)).status).toBe(204)
    expect(await statusOf('errand', other)).toBe(404)
    expect(await eventsOf(task)).toEqual(['create', 'update', 'delete'])
  })

  test('tells when it would be too many at once', async () => {
    const project = await make('project', {})
    const rows = Array.from({ length: 10_000 }, (_, i) => ({ name: `t${i}`, project }))
    expect((await api.admin.post('/api/records/errand/batch', { create: rows })).status).toBe(200)
    const refused = await remove('project', project)
    expect(codesOf(refused)).toEqual([409, 'too_many_dependents'])
    expect(refused.body.detail ?? refused.body.title ?? refused.text).toContain('10000')
    expect(
      (await api.admin.get(`/api/records/errand?filter=project=='${project}'&count=exact&limit=1`)).body.page.count,
    ).toBe(10_000)
  })

  test('does not bring back what cannot come back, and says why', async () => {
    const project = await make('project', {})
    await make('errand', { project, code: 'ONLY' })
    await remove('project', project)
    await make('errand', { code: 'ONLY' })
    expect(codesOf(await undelete('project', project))[1]).toBe('duplicate')
    expect(await statusOf('project', project)).toBe(404)
  })

  test('a stale version or a hidden record is told before anything else', async () => {
    const { project } = await tree()
    const stale = await api.admin.delete(`/api/records/project/${project}`, { 'if-match': '"7"' })
    expect(codesOf(stale)).toEqual([409, 'stale_version'])
  })
})

describe('who comes first, the child or the deletion of its parent', () => {
  const pairs = [
    ['errand', 'project'],
    ['bill', 'project'],
  ] as const

  test.each(pairs)('a %s is never left behind by a deleted %s', async (child, parent) => {
    for (let round = 0; round < 40; round++) {
      const id = await make(parent, {})
      const born = () => api.admin.post(`/api/records/${child}`, { name: 'x', [parent]: id })
      await Promise.all([born(), born(), remove(parent, id), born()])
      const text = `select count(*)::int as n from "${child}" c join "${parent}" p on p.id = c."${parent}" where c.deleted_at is null and p.deleted_at is not null`
      expect((await api.db.query<{ n: number }>({ text })).rows[0]!.n).toBe(0)
    }
  })

  test('a child that is being stored holds the deletion of its parent back until it can count', async () => {
    const id = await make('project', {})
    const other = await api.db.pool.connect()
    try {
      await other.query('begin')
      await other.query(`insert into bill (id, name, project) values (gen_random_uuid(), 'held', $1)`, [id])
      const refused = remove('project', id)
      await new Promise((done) => setTimeout(done, 100))
      await other.query('commit')
      expect(codesOf(await refused)).toEqual([409, 'still_referenced', 'still_referenced'])
    } finally {
      other.release()
    }
  })

  test('a child whose parent is being deleted waits and is refused', async () => {
    const id = await make('project', {})
    const other = await api.db.pool.connect()
    try {
      await other.query('begin')
      await other.query('select 1 from project where id = $1 for update', [id])
      await other.query('update project set deleted_at = now() where id = $1', [id])
      const late = api.admin.post('/api/records/bill', { name: 'late', project: id })
      await new Promise((done) => setTimeout(done, 100))
      await other.query('commit')
      expect(codesOf(await late)).toEqual([422, 'validation_failed', 'unknown_reference'])
    } finally {
      other.release()
    }
  })
})
