import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '@fieldwork/records'
import { grantOf, mayDo, scopesOf } from '../support/access-oracle.ts'
import type { Op, Person, Row } from '../support/access-oracle.ts'
import { asked, openAccessWorld, owned, shapes } from '../support/access-world.ts'
import type { AccessWorld } from '../support/access-world.ts'
import { createRandom } from '../support/random.ts'

/** `ACCESS_SEED` repeats a world, `ACCESS_PEOPLE` asks more of it. */
const seed = Number(process.env.ACCESS_SEED ?? 20)
const people = Number(process.env.ACCESS_PEOPLE ?? 420)
const writesPerPerson = 3

let world: AccessWorld
const random = createRandom(seed)

beforeAll(async () => {
  world = await openAccessWorld(random, { people, rows: 40 })
  // many rows of one age: pages part between them
  for (const own of asked) {
    await world.db.query({ text: `update ${own} set created_at = ${ageOf}` })
    const text = `update fw_access a set created_at = r.created_at from ${own} r where r.id = a.record_id`
    await world.db.query({ text })
  }
}, 120_000)

const ageOf = `timestamptz '2026-01-01' + (get_byte(uuid_send(id), 15) % 5) * interval '1 hour'`
afterAll(() => world?.close())

const rowsOf = (object: string): Row[] => [...world.rows.values()].filter((row) => row.object === object)

/** Who he is, for a failure's words. */
const about = (person: Person, more: object): string => JSON.stringify({ seed, ...more, person })

async function idsListed(records: AccessWorld['records'], actor: Actor, object: string) {
  const text = await records.list(actor, { object, fields: ['id'], limit: 500, count: 'exact' })
  const { data, page } = JSON.parse(text) as { data: { id: string }[]; page: { count: number } }
  return { ids: data.map(({ id }) => id).sort(), count: Number(page.count) }
}

async function idsByPages(
  records: AccessWorld['records'],
  actor: Actor,
  input: { object: string; sort: string; limit: number },
): Promise<string[]> {
  const ids: string[] = []
  for (let after: string | null | undefined; after !== null;) {
    const text = await records.list(actor, { ...input, fields: ['id'], ...(after && { after }) })
    const { data, page } = JSON.parse(text) as { data: { id: string }[]; page: { after: string | null } }
    ids.push(...data.map(({ id }) => id))
    after = page.after
  }
  return ids
}

async function counted(actor: Actor, object: string): Promise<number> {
  const { data } = JSON.parse(await world.records.aggregate(actor, { object, measures: ['count()'] })) as {
    data: { 'count()': number }[]
  }
  return Number(data[0]!['count()'])
}

const statusOf = (work: Promise<unknown>): Promise<number> =>
  work.then(
    () => 200,
    (error: unknown) => {
      const { status } = error as { status?: number }
      if (status === undefined || status >= 500) throw error
      return status
    },
  )

/** Whether any role of the person says anything of the operation. */
const isNamed = (person: Person, op: Op, row: Row): boolean =>
  [...person.roles.map((role) => ({ role })), ...person.assignments.filter(({ isValid }) => isValid)].some(
    ({ role }) => {
      const found = grantOf(world, { role, departments: [], dimensions: {}, isValid: true }, row)
      return found !== null && scopesOf(found.grant, op).length > 0
    },
  )

async function eachPerson(check: (person: Person, actor: Actor) => Promise<void>): Promise<void> {
  const waiting = [...world.people]
  const work = async (): Promise<void> => {
    for (let person = waiting.pop(); person; person = waiting.pop()) await check(person, await world.actorOf(person))
  }
  await Promise.all(Array.from({ length: 6 }, work))
}

describe(`in a random organisation (ACCESS_SEED=${seed})`, () => {
  test('lists, counts, figures and reads by id show exactly what the contract opens', async () => {
    let cases = 0
    await eachPerson(async (person, actor) => {
      for (const object of asked) {
        const rows = rowsOf(object)
        const expected = rows.filter((row) => mayDo(world, person, 'read', row)).map(({ id }) => id)
        if (!rows.some((row) => isNamed(person, 'read', row))) {
          expect(await statusOf(world.records.list(actor, { object })), about(person, { object })).toBe(403)
        } else if ((await statusOf(world.records.list(actor, { object, limit: 1 }))) === 200) {
          const { ids, count } = await idsListed(world.shaped[cases % world.shaped.length]!, actor, object)
          expect(ids, about(person, { object })).toEqual(expected.toSorted())
          expect([count, await counted(actor, object)], about(person, { object })).toEqual([ids.length, ids.length])
        } else expect(expected, about(person, { object })).toEqual([])
        for (const row of [createRandom(seed + cases).pick(rows)]) {
          const status = await statusOf(world.records.get(actor, { object, id: row.id }))
          expect(status === 200, about(person, { row, status })).toBe(expected.includes(row.id))
        }
        cases++
      }
    })
    expect(cases).toBe(people * asked.length)
  }, 300_000)

  test('page by page every list shows each of its rows once and in order, however they are found', async () => {
    let at = 0
    await eachPerson(async (person, actor) => {
      const own = createRandom(seed ^ Number.parseInt(person.id.slice(-9, -3), 16))
      const object = own.pick(asked)
      const sort = own.pick(['created_at', '-created_at', 'score', '-score,name'])
      const shape = at++ % shapes.length
      const expected = rowsOf(object).filter((row) => mayDo(world, person, 'read', row))
      if (expected.length === 0) return
      const pages = await idsByPages(world.shaped[shape]!, actor, { object, sort, limit: own.integer(1, 6) })
      const words = about(person, { object, sort, shape: shapes[shape] })
      expect(pages.toSorted(), words).toEqual(expected.map(({ id }) => id).sort())
      expect(pages, words).toEqual(await idsByPages(world.shaped[1]!, actor, { object, sort, limit: 500 }))
    })
  }, 300_000)

  test('records are changed, deleted and handed on exactly by whom the contract lets', async () => {
    await eachPerson(async (person, actor) => {
      const own = createRandom(seed ^ Number.parseInt(person.id.slice(-6), 16))
      for (let at = 0; at < writesPerPerson; at++) {
        const row = own.pick([...world.rows.values()])
        for (const { op, work, isAllowed } of triesOf(person, actor, { row, own })) {
          const status = await undone(work)
          expect(isAllowed ? 200 : 'refused', about(person, { op, row, status })).toBe(
            status === 200 || status === 409 ? 200 : 'refused',
          )
          if (isAllowed || !isNamed(person, 'read', row)) continue
          if (mayDo(world, person, 'read', row)) expect(status, about(person, { op, row })).toBe(403)
          else expect([403, 404], about(person, { op, row })).toContain(status)
        }
      }
    })
  }, 300_000)

  test('what is explained of a record is what holds, arm by arm (PLAT-94)', async () => {
    await eachPerson(async (person, actor) => {
      const own = createRandom(seed ^ Number.parseInt(person.id.slice(-7, -1), 16))
      for (let at = 0; at < writesPerPerson; at++) {
        const row = own.pick([...world.rows.values()])
        const operation = own.pick(['read', 'update', 'delete', 'assign'] as const)
        const explained = await world.records.explain(actor, { object: row.object, id: row.id, operation })
        const words = about(person, { row, operation, explained })
        const isAllowed = mayDo(world, person, 'read', row) && mayDo(world, person, operation, row)
        expect(explained.allowed, words).toBe(isAllowed)
        const isLed = explained.arms.some(({ holds }) => holds) && explained.needs.every(({ holds }) => holds)
        expect(isLed, words).toBe(isAllowed)
        for (const { holds, missing } of explained.arms) expect(missing.length === 0, words).toBe(holds)
        const granting = await world.records.grantingArms(actor, { object: row.object, id: row.id, operation })
        expect(granting?.length ?? 0, words).toBe(isAllowed ? explained.arms.filter(({ holds }) => holds).length : 0)
      }
    })
  }, 300_000)

  test('new records are made exactly within what the contract opens', async () => {
    await eachPerson(async (person, actor) => {
      const own = createRandom(seed ^ Number.parseInt(person.id.slice(-8, -2), 16))
      const like = own.pick([...world.rows.values()])
      const owner = own.chance(0.5) ? person : own.pick(world.people)
      const row: Row = {
        ...like,
        id: 'new',
        ...(owned.has(like.object) && { owner: owner.id, department: owner.department }),
      }
      if (!mayRefer(person, like)) return
      const values = await valuesLike(like, owner)
      const status = await undone((records) => records.create(actor, { object: like.object, values }))
      expect(status === 200, about(person, { row, status })).toBe(mayDo(world, person, 'create', row))
    })
  }, 300_000)
})

type Work = (records: AccessWorld['records']) => Promise<unknown>

interface Try {
  op: Op
  work: Work
  isAllowed: boolean
}

const linesOf = ({ id }: Row): Row[] => [...world.rows.values()].filter(({ master }) => master === id)

function triesOf(person: Person, actor: Actor, { row, own }: { row: Row; own: typeof random }): Try[] {
  const { object, id } = row
  const score = own.integer(0, 8)
  const may = (op: Op, on = row) => mayDo(world, person, op, on)
  const update =
    (values: object): Work =>
    (records) =>
      records.update(actor, { object, id, values: { ...values } })
  const other = own.pick(world.people.filter((each) => each.id !== row.owner))
  const tries: Try[] = [
    {
      op: 'update',
      work: update({ score }),
      isAllowed: may('read') && may('update') && may('update', { ...row, score }),
    },
    {
      op: 'delete',
      work: (records) => records.remove(actor, { object, id }),
      // its lines go with it
      isAllowed: may('read') && [row, ...linesOf(row)].every((each) => may('delete', each)),
    },
  ]
  const isAssignable = may('read') && may('update') && may('assign')
  const assign: Try = { op: 'assign', work: update({ owner: other.id }), isAllowed: isAssignable }
  return owned.has(object) ? [...tries, assign] : tries
}

/** Whether he sees the records that one refers to; else it cannot be said of a new one. */
function mayRefer(person: Person, { through, master }: Row): boolean {
  return [through, master].every((id) => id == null || mayDo(world, person, 'read', world.rows.get(id)!))
}

async function valuesLike(like: Row, owner: Person): Promise<Record<string, unknown>> {
  const { json } = await world.records.get(world.admin, { object: like.object, id: like.id })
  const idOf = (value: unknown): unknown =>
    Array.isArray(value) ? value.map(idOf) : ((value as { id?: string } | null)?.id ?? value)
  const values = Object.entries(JSON.parse(json) as Record<string, unknown>)
    .filter(([name, value]) => value !== null && taken.has(name))
    .map(([name, value]) => [name, idOf(value)])
  return { ...Object.fromEntries(values), ...(owned.has(like.object) && { owner: owner.id }) }
}

const taken = new Set(['name', 'score', 'category', 'areas', 'product', 'account', 'area', 'deal'])

class Undo extends Error {}

/** What a write is answered with; nothing of it stays. */
function undone(work: Work): Promise<number> {
  const within = world.records.transaction(async (records) => {
    await work(records)
    throw new Undo('done')
  })
  return within.then(
    () => 200,
    (error: unknown) => (error instanceof Undo ? 200 : statusOf(Promise.reject(error as Error))),
  )
}
