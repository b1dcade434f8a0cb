import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type Answer, type ApiServer } from '../support/api-server.ts'
import { inconsistencies } from '../support/consistency.ts'
import { fieldOf, putObject } from '../support/plain-object.ts'

let api: ApiServer

const refers = { shelf: fieldOf('lookup', { object: 'shelf', onDelete: 'set-null' }) }

beforeAll(async () => {
  api = await startApi()
  const put = [
    putObject('shelf', {}),
    putObject('book', {
      ...refers,
      shelves: fieldOf('multi-lookup', { object: 'shelf', onDelete: 'set-null' }),
      any: fieldOf('polymorphic-lookup', { objects: ['shelf'], onDelete: 'set-null' }),
    }),
    putObject('box', {}),
    putObject(
      'item',
      {
        box: fieldOf('lookup', { object: 'box', onDelete: 'cascade' }),
        crate: fieldOf('master-detail', { object: 'crate', collection: 'items', maxLines: 1 }),
        code: fieldOf('text', { unique: true }),
        serial: fieldOf('text'),
      },
      { duplicates: { same_serial: { match: ['serial'], action: 'block' } } },
    ),
    putObject('crate', {}),
  ]
  const published = await api.admin.post('/api/metadata/publish', { put })
  expect(published.status, published.text).toBe(200)
})
afterEach(async () => expect(await inconsistencies(api.db, api.catalog())).toEqual([]))
afterAll(() => api.stop())

const make = async (object: string, values: object = {}): Promise<string> => {
  const made = await api.admin.post(`/api/records/${object}`, { name: object, ...values })
  expect(made.status, made.text).toBe(201)
  return made.body.id
}
const remove = async (object: string, id: string) =>
  expect((await api.admin.delete(`/api/records/${object}/${id}`)).status).toBe(204)
const undelete = (object: string, id: string) => api.admin.post(`/api/recycle-bin/${object}/${id}/restore`)
const read = async (object: string, id: string) => (await api.admin.get(`/api/records/${object}/${id}`)).body

async function someoneWaits(): Promise<void> {
  const text = `select count(*)::integer as n from pg_locks l join pg_stat_activity a using (pid)
    where not l.granted and a.datname = current_database()`
  for (;;) {
    const { rows } = await api.db.query<{ n: number }>({ text })
    if (rows[0]?.n) return
    await wait(10)
  }
}

describe('a record that somebody refers to while it is deleted (PLAT-10)', () => {
  test('is taken out of what was stored while the deletion waited', async () => {
    const shelf = await make('shelf')
    const book = await make('book')
    let deletion: Promise<Answer> | undefined
    await api.db.transaction(async (tx) => {
      await tx.query({ text: 'update book set shelf = $1 where id = $2', values: [shelf, book] })
      deletion = api.admin.delete(`/api/records/shelf/${shelf}`)
      await someoneWaits()
    })
    expect((await deletion)?.status).toBe(204)
    expect((await read('book', book)).shelf).toBeNull()
  })

  test('is referred to by nobody afterwards, whoever comes first', async () => {
    const isRefused = [201, 422]
    const rounds = Array.from({ length: 12 }, async () => {
      const shelf = await make('shelf')
      const rows = [{ shelf }, { shelves: [shelf] }, { any: { object: 'shelf', id: shelf } }]
      const answers = await Promise.all([
        ...rows.map((values) => api.admin.post('/api/records/book', { name: 'b', ...values })),
        api.admin.post('/api/records/book/batch', { create: [{ name: 'b', shelf }] }),
        api.admin.delete(`/api/records/shelf/${shelf}`),
      ])
      for (const { status } of answers.slice(0, 3)) expect(isRefused).toContain(status)
      expect([200, 422]).toContain(answers[3]?.status)
      expect(answers[4]?.status).toBe(204)
    })
    await Promise.all(rounds)
    const { rows } = await api.db.query<{ n: number }>({
      text: `select count(*)::integer as n from book b join shelf s on s.deleted_at is not null
        and (b.shelf = s.id or s.id = any(b.shelves) or b."any"->>'id' = s.id::text) where b.deleted_at is null`,
    })
    expect(rows[0]?.n).toBe(0)
  })
})

const told = ({ status, body }: Answer) => [status, body.problems.map((one: { message: string }) => one.message)]

describe('what comes back from the recycle bin with its record', () => {
  test('is refused by name where a value that is unique is taken by now', async () => {
    const [box, crate] = [await make('box'), await make('crate')]
    await make('item', { box, crate, code: 'A1' })
    await remove('box', box)
    await make('item', { crate, code: 'A1' })
    const answer = await undelete('box', box)
    expect([answer.status, answer.body.code, answer.body.problems]).toMatchObject([
      409,
      'duplicate',
      [{ pointer: '', code: 'duplicate', params: { object: 'item', field: 'code' } }],
    ])
    expect(told(answer)[1]).toEqual(['item: text: another record has this value already'])
  })

  test('is refused by name where a duplicate rule has become broken', async () => {
    const [box, crate] = [await make('box'), await make('crate')]
    await make('item', { box, crate, serial: 'S1' })
    await remove('box', box)
    await make('item', { crate: await make('crate'), serial: 'S1' })
    const answer = await undelete('box', box)
    expect([answer.status, answer.body.problems]).toMatchObject([
      409,
      [{ pointer: '', code: 'duplicate', params: { object: 'item', rule: 'same_serial' } }],
    ])
    expect((await api.admin.get(`/api/records/box/${box}`)).status).toBe(404)
  })

  test('is refused by name where another whole does not admit it', async () => {
    const [box, crate] = [await make('box'), await make('crate')]
    await make('item', { box, crate })
    await remove('box', box)
    await make('item', { crate })
    const answer = await undelete('box', box)
    expect(told(answer)).toEqual([422, ['crate: At most 1 lines are possible']])
    expect(answer.body.problems[0]).toMatchObject({ pointer: '', code: 'too_many_lines', params: { object: 'crate' } })
  })
})
