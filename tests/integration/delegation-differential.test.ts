import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor, Records } from '@fieldwork/records'
import { mayDo } from '../support/access-oracle.ts'
import type { Op, Person, Row } from '../support/access-oracle.ts'
import { asked, openAccessWorld } from '../support/access-world.ts'
import type { AccessWorld } from '../support/access-world.ts'
import { createRandom } from '../support/random.ts'

/** `DELEGATION_SEED` repeats a world, `DELEGATION_PEOPLE` asks more of it. */
const seed = Number(process.env.DELEGATION_SEED ?? 77)
const people = Number(process.env.DELEGATION_PEOPLE ?? 90)

interface Delegation {
  giver: Person
  receiver: Person
  mode: 'full' | 'reading'
  /** none: all */
  roles: string[]
  isInForce: boolean
}

let world: AccessWorld
let delegations: Delegation[]
const random = createRandom(seed)

beforeAll(async () => {
  world = await openAccessWorld(random, { people, rows: 30 })
  delegations = Array.from({ length: people }, (): Delegation => {
    const giver = random.pick(world.people)
    const own = [...giver.roles, ...giver.assignments.map(({ role }) => role)]
    return {
      giver,
      receiver: random.pick(world.people.filter((person) => person !== giver)),
      mode: random.chance(0.3) ? 'reading' : 'full',
      roles: own.length > 0 && random.chance(0.4) ? [random.pick(own)] : [],
      isInForce: random.chance(0.8),
    }
  })
  const rows = delegations.map(({ giver, receiver, mode, roles, isInForce }) => ({
    giver: giver.id,
    receiver: receiver.id,
    mode,
    roles: roles.length > 0 ? roles : null,
    valid_from: '2020-01-01',
    valid_until: isInForce ? '2999-01-01' : '2020-01-31',
  }))
  await world.records.createMany(world.admin, { object: 'delegation', rows })
}, 180_000)
afterAll(() => world?.close())

/** In whose right somebody may act: his own, and that of each who has lent it to him, cut down to what was lent. */
function principalsOf(person: Person, op: Op): Person[] {
  const lent = delegations.filter(
    ({ receiver, isInForce, mode }) => receiver === person && isInForce && (op === 'read' || mode === 'full'),
  )
  return [person, ...lent.map(limited)]
}

function limited({ giver, roles }: Delegation): Person {
  const isLent = (role: string) => roles.length === 0 || roles.includes(role)
  const assignments = giver.assignments.filter(({ role }) => isLent(role))
  return { ...giver, roles: giver.roles.filter(isLent), assignments }
}

const reads = (person: Person, row: Row): boolean =>
  principalsOf(person, 'read').some((principal) => mayDo(world, principal, 'read', row))

const about = (person: Person, more: object): string =>
  JSON.stringify({ seed, ...more, person, lent: delegations.filter(({ receiver }) => receiver === person) })

async function idsListed(records: Records, actor: Actor, object: string) {
  const text = await records.list(actor, { object, fields: ['id'], limit: 500, count: 'exact' })
  const { data, page } = JSON.parse(text) as { data: { id: string }[]; page: { count: number } }
  return { ids: data.map(({ id }) => id).sort(), count: Number(page.count) }
}

const rowsOf = (object: string): Row[] => [...world.rows.values()].filter((row) => row.object === object)

async function eachReceiver(check: (person: Person, actor: Actor) => Promise<void>): Promise<void> {
  const receivers = new Set(delegations.map(({ receiver }) => receiver))
  expect(receivers.size).toBeGreaterThan(people / 4)
  const waiting = [...receivers]
  const work = async (): Promise<void> => {
    for (let person = waiting.pop(); person; person = waiting.pop()) await check(person, await world.actorOf(person))
  }
  await Promise.all(Array.from({ length: 6 }, work))
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

class Undo extends Error {}

const undone = (work: (records: Records) => Promise<unknown>): Promise<number> =>
  statusOf(
    world.records
      .transaction(async (records) => {
        await work(records)
        throw new Undo('done')
      })
      .catch((error: unknown) => {
        if (!(error instanceof Undo)) throw error
      }),
  )

describe(`who acts for others in a random organisation (DELEGATION_SEED=${seed}, PLAT-79)`, () => {
  test('sees what he sees himself and what each of them sees, and nothing that only both together would', async () => {
    await eachReceiver(async (person, actor) => {
      for (const object of asked) {
        if ((await statusOf(world.records.list(actor, { object, limit: 1 }))) !== 200) {
          expect(rowsOf(object).filter((row) => reads(person, row))).toEqual([])
          continue
        }
        const expected = rowsOf(object).filter((row) => reads(person, row))
        for (const records of world.shaped) {
          const { ids, count } = await idsListed(records, actor, object)
          expect(ids, about(person, { object })).toEqual(expected.map(({ id }) => id).toSorted())
          expect(count).toBe(ids.length)
        }
      }
    })
  }, 300_000)

  test('writes in one right at a time, which the history names', async () => {
    const behalves = new Set<string>()
    await eachReceiver(async (person, actor) => {
      const own = createRandom(seed ^ Number.parseInt(person.id.slice(-6), 16))
      for (let at = 0; at < 4; at++) {
        const row = own.pick([...world.rows.values()])
        const score = (row.score + 1 + own.integer(0, 6)) % 9
        const may = (principal: Person) =>
          mayDo(world, principal, 'read', row) &&
          mayDo(world, principal, 'update', row) &&
          mayDo(world, principal, 'update', { ...row, score })
        const able = principalsOf(person, 'update').filter(may)
        let behalf: string | null = null
        const status = await undone(async (records) => {
          await records.update(actor, { object: row.object, id: row.id, values: { score } })
          const { data } = await records.history(world.admin, { object: row.object, id: row.id, limit: 1 })
          expect(data[0]).toMatchObject({ op: 'update', actor: { id: person.id } })
          behalf = data[0]?.behalf?.id ?? null
        })
        expect(status === 200, about(person, { row, score, status })).toBe(able.length > 0)
        if (status === 200) {
          const inOwnRight = able[0] === person
          expect(able.map(({ id }) => id)).toContain(behalf ?? person.id)
          expect(behalf === null, about(person, { row, behalf })).toBe(inOwnRight)
          if (behalf) behalves.add(behalf)
        } else if (reads(person, row)) expect(status, about(person, { row })).toBe(403)
        else expect([403, 404]).toContain(status)
      }
    })
    expect(behalves.size).toBeGreaterThan(3)
  }, 300_000)

  test('is told in explanations by whose right something holds', async () => {
    const named = new Set<string>()
    await eachReceiver(async (person, actor) => {
      const own = createRandom(seed ^ Number.parseInt(person.id.slice(-7, -1), 16))
      for (let at = 0; at < 4; at++) {
        const row = own.pick([...world.rows.values()])
        const operation = own.pick(['read', 'update'] as const)
        const explained = await world.records.explain(actor, { object: row.object, id: row.id, operation })
        const able = principalsOf(person, operation).filter((principal) => mayDo(world, principal, operation, row))
        const words = about(person, { row, operation, explained })
        expect(explained.allowed, words).toBe(able.length > 0 && reads(person, row))
        for (const { holds, missing, lentBy } of explained.arms) {
          expect(missing.length === 0, words).toBe(holds)
          if (holds && lentBy) named.add(lentBy.id)
        }
        // lines also need their master, which is told apart from the arms
        if (row.master !== undefined) continue
        const led = explained.arms.filter(({ holds }) => holds).map(({ lentBy }) => lentBy?.id ?? person.id)
        expect(new Set(led), words).toEqual(new Set(able.map(({ id }) => id)))
      }
    })
    expect(named.size).toBeGreaterThan(3)
  }, 300_000)
})
