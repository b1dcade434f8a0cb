import { listTasks } from '@fieldwork/database'
import type { Database } from '@fieldwork/database'
import { AppError } from '@fieldwork/metadata'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type ApiServer } from '../support/api-server.ts'
import { inconsistencies } from '../support/consistency.ts'
import { fieldOf, putObject } from '../support/plain-object.ts'
import { createRandom } from '../support/random.ts'
import { field, object, openRollUps } from '../support/roll-up-workspace.ts'

/** `LEVEL_OPERATIONS=5000` for a long run, `LEVEL_SEED` to repeat one. */
const operations = Number(process.env['LEVEL_OPERATIONS'] ?? 400)
const seed = Number(process.env['LEVEL_SEED'] ?? Date.now() % 1_000_000)
const writers = 8

let api: ApiServer
const options = { hierarchy: 'parent', levelField: 'depth' }
const place = (more: object = options, onDelete = 'set-null') =>
  putObject(
    'place',
    {
      parent: fieldOf('lookup', { object: 'place', onDelete, collection: 'parts' }),
      depth: fieldOf('integer', { indexed: true }, { readOnly: true }),
    },
    more,
  )

beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.stop())

const publish = async (...put: object[]) => {
  const answer = await api.admin.post('/api/metadata/publish', { put, confirm: true })
  expect(answer.status, answer.text).toBe(200)
}
const make = async (parent: string | null, name = 'p'): Promise<{ id: string; depth: number | null }> => {
  const made = await api.admin.post('/api/records/place', { name, parent })
  expect(made.status, made.text).toBe(201)
  return made.body
}
/** What the records say, beside what walks up from each of them find. */
const differences = async (db: Pick<Database, 'query'> = api.db): Promise<unknown[]> => {
  const { rows } = await db.query({
    text: `with recursive up (id, above) as (select id, id from place union all
        select u.id, p.parent from up u join place p on p.id = u.above where p.parent is not null)
      select p.id, p.depth, count(*)::int as walked from place p join up u on u.id = p.id group by p.id
      having p.depth is distinct from count(*)`,
  })
  return rows
}

test('records that were there get their levels with the publication, others with their write', async () => {
  await publish(place({ hierarchy: 'parent' }))
  const top = await make(null)
  const middle = await make(top.id)
  expect([top.depth, middle.depth]).toEqual([null, null])
  await publish(place())
  const shown = await api.admin.get('/api/records/place?fields=depth&sort=depth')
  expect(shown.body.data.map(({ depth }: { depth: number }) => depth)).toEqual([1, 2])
  const low = await make(middle.id)
  expect(low.depth).toBe(3)
  const moved = await api.admin.patch(`/api/records/place/${middle.id}`, { parent: null })
  expect(moved.body).toMatchObject({ depth: 1, version: 2 })
  expect((await api.admin.get(`/api/records/place/${low.id}`)).body).toMatchObject({ depth: 2, version: 1 })
  const found = await api.admin.get(`/api/records/place?fields=id&filter=${encodeURIComponent('depth == 2')}`)
  expect(found.body.data).toEqual([{ id: low.id }])
  const written = await api.admin.patch(`/api/records/place/${low.id}`, { depth: 7 })
  expect(written.status, written.text).toBe(422)
})

test('a large tree gets its levels by a task', async () => {
  await publish(place({ hierarchy: 'parent' }))
  await api.db.query({
    text: `insert into place (id, version, name, parent) select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 1, 'x',
      case when n % 10 = 0 then null else ('00000000-0000-7000-8000-' || lpad((n - 1)::text, 12, '0'))::uuid end
      from generate_series(0, 11999) n`,
  })
  await api.db.query({ text: 'analyze place' })
  await publish(place())
  const isDone = async () => (await listTasks(api.db)).every(({ state }) => state === 'done')
  await expect.poll(isDone, { timeout: 20_000 }).toBe(true)
  expect(await differences()).toEqual([])
  await api.db.query({ text: 'update place set parent = null where parent is not null and depth > 5' })
  expect(await differences()).toEqual([])
  await api.db.query({ text: `delete from place where name = 'x'` })
})

const id = (n: number) => `'01900000-0000-7000-8000-00000000000${n}'`

test('rows of one statement that stand below each other have their levels, in whatever order', async () => {
  const values = [3, 1, 2, 0].map((n) => `(${id(n)}, 1, 'one', ${n === 0 ? 'null' : id(n - 1)})`)
  await api.db.query({ text: `insert into place (id, version, name, parent) values ${values.join(', ')}` })
  expect(await differences()).toEqual([])
  await api.db.query({ text: `update place set parent = case name when 'one' then null else parent end` })
  expect(await differences()).toEqual([])
})

test('what stands in no hierarchy, or tells its level in another field, is refused', async () => {
  const put = [
    putObject('flat', { depth: fieldOf('integer', {}, { readOnly: true }) }, { levelField: 'depth' }),
    place({ hierarchy: 'parent', levelField: 'name' }),
    putObject(
      'open',
      { up: fieldOf('lookup', { object: 'open' }), depth: fieldOf('integer') },
      {
        hierarchy: 'up',
        levelField: 'depth',
      },
    ),
    putObject('lost', { up: fieldOf('lookup', { object: 'lost' }) }, { hierarchy: 'up', levelField: 'deep' }),
  ]
  const refused = await api.admin.post('/api/metadata/publish', { put })
  const codes = refused.body.problems.map(({ code }: { code: string }) => code).toSorted()
  expect(codes).toEqual(['no_hierarchy', 'unknown_field', 'wrong_field_type', 'wrong_field_type'])
})

test(`levels equal what a walk up finds after ${operations} operations of ${writers} writers`, async () => {
  console.log(`seed ${seed}`)
  const random = createRandom(seed)
  const count = { object: 'place', via: 'parent', function: 'count' }
  const workspace = await openRollUps(
    object(
      'place',
      {
        parent: field('lookup', { object: 'place', onDelete: 'set-null' }),
        depth: { ...field('integer'), readOnly: true } as never,
        parts: field('roll-up', count),
        deep_parts: field('roll-up', { ...count, where: 'depth > 3', subtree: true }),
      },
      options,
    ),
  )
  const { records, admin, db, registry } = workspace
  const ids = [...(await records.createMany(admin, { object: 'place', rows: named(40) })).ids]
  const some = (): string => random.pick(ids)
  const above = (): string | null => (random.chance(0.2) ? null : some())
  const move = (within: Pick<typeof records, 'update'>) =>
    within.update(admin, { object: 'place', id: some(), values: { parent: above() } })
  const operationsOf: (() => Promise<unknown>)[] = [
    async () => ids.push((await records.create(admin, { object: 'place', values: { name: 'n', parent: above() } })).id),
    () => move(records),
    () => move(records),
    () => records.update(admin, { object: 'place', id: some(), values: { name: `n${random.next()}` } }),
    () => records.remove(admin, { object: 'place', id: some() }),
    () => records.undelete(admin, { object: 'place', id: some() }),
    () => records.restore(admin, { object: 'place', id: some(), version: 1 }),
    async () => {
      const rows = named(5).map((row) => ({ ...row, parent: above() }))
      ids.push(...(await records.createMany(admin, { object: 'place', rows })).ids)
    },
    () =>
      records.transaction(async (within) => {
        await move(within)
        await move(within)
      }),
  ]
  const refused = new Set<string>()
  const write = async () => {
    for (let n = 0; n < operations / writers; n++)
      await random
        .pick(operationsOf)()
        .catch((error: unknown) => {
          if (!(error instanceof AppError)) throw error
          refused.add(error.code)
        })
  }
  await Promise.all(Array.from({ length: writers }, write))
  // one that comes back still points to what has been deleted since
  const others = (await inconsistencies(db, registry.catalog())).filter((each) => !each.includes(' points to '))
  const found = [await differences(db), others]
  await workspace.close()
  expect(found).toEqual([[], []])
  expect([...refused].toSorted()).toEqual(['not_found', 'validation_failed'])
}, 60_000)

const named = (count: number) => Array.from({ length: count }, (_, n) => ({ name: `n${n}` }))
