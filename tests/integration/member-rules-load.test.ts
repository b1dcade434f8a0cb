import { setTimeout as sleep } from 'node:timers/promises'
import { recomputeMembers } from '@fieldwork/database'
import { AppError } from '@fieldwork/metadata'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { expectedMembers, openMemberRules, rules, storedMembers, toldMembers } from '../support/member-rule-world.ts'
import type { MemberRuleWorld } from '../support/member-rule-world.ts'
import { createRandom } from '../support/random.ts'
import type { Random } from '../support/random.ts'

/** `MEMBER_OPERATIONS=5000` for a longer one, `MEMBER_SEED` to repeat one. */
const operations = Number(process.env.MEMBER_OPERATIONS ?? 400)
const seed = Number(process.env.MEMBER_SEED ?? Date.now() % 1_000_000)
const writers = 10

let world: MemberRuleWorld
let people: { employee: string; user: string }[]
let shared: Record<'category' | 'product' | 'specialist' | 'deal', string[]>

const times = async (count: number, make: (n: number) => Promise<string>) => {
  const made: string[] = []
  for (let n = 0; n < count; n++) made.push(await make(n))
  return made
}

beforeAll(async () => {
  world = await openMemberRules(rules.interest, rules.helper)
  const random = createRandom(seed)
  people = []
  for (let n = 0; n < 6; n++) people.push(await world.person(`p${n}`))
  const category: string[] = []
  for (let n = 0; n < 8; n++)
    category.push(await world.create('category', { name: `c${n}`, ...(n > 2 && { parent: random.pick(category) }) }))
  shared = { category, product: [], specialist: [], deal: [] }
  shared.product = await times(5, () => world.create('product', { name: 'p', ...anyProduct(random) }))
  shared.specialist = await times(6, () => world.create('specialist', { name: 's', ...anyMapping(random) }))
  shared.deal = await times(25, () => world.create('deal', { name: 'd', ...anyDeal(random) }))
}, 60_000)

afterAll(() => world?.close())

const some = <T>(random: Random, items: readonly T[]): T[] | null => {
  const chosen = items.filter(() => random.chance(0.25))
  return chosen.length > 0 ? chosen : null
}
const maybe = <T>(random: Random, value: T): T | null => (random.chance(0.15) ? null : value)
const grade = (random: Random) => maybe(random, random.pick(['a', 'b']))
const anyProduct = (random: Random) => ({ category: random.pick(shared.category), is_new: random.chance(0.6) })
const anyMapping = (random: Random) => ({
  category: maybe(random, random.pick(shared.category)),
  grade: grade(random),
  people: some(
    random,
    people.map(({ employee }) => employee),
  ),
})
const anyDeal = (random: Random) => ({
  interests: some(random, shared.category),
  grade: grade(random),
  owner: random.pick(people).user,
  lines: shared.product.filter(() => random.chance(0.3)).map((product) => ({ name: 'l', product })),
})

const actions: [weight: number, run: (random: Random) => Promise<unknown>][] = [
  [4, async (random) => void shared.deal.push(await world.create('deal', { name: 'n', ...anyDeal(random) }))],
  [4, (random) => world.update('deal', random.pick(shared.deal), { interests: some(random, shared.category) })],
  [2, (random) => world.update('deal', random.pick(shared.deal), { grade: grade(random) })],
  [2, (random) => world.update('deal', random.pick(shared.deal), { lines: anyDeal(random).lines })],
  [
    2,
    (random) =>
      world.create('deal_line', { name: 'x', deal: random.pick(shared.deal), product: random.pick(shared.product) }),
  ],
  [
    2,
    (random) =>
      world.records.assign(world.admin, {
        object: 'deal',
        id: random.pick(shared.deal),
        owner: random.pick(people).user,
      }),
  ],
  [1, (random) => world.records.remove(world.admin, { object: 'deal', id: random.pick(shared.deal) })],
  [1, (random) => world.records.undelete(world.admin, { object: 'deal', id: random.pick(shared.deal) })],
  [
    1,
    async (random) => {
      const rows = Array.from({ length: 5 }, () => ({ name: 'b', interests: some(random, shared.category) }))
      shared.deal.push(...(await world.records.createMany(world.admin, { object: 'deal', rows })).ids)
    },
  ],
  [4, (random) => world.update('specialist', random.pick(shared.specialist), anyMapping(random))],
  [
    1,
    async (random) =>
      void shared.specialist.push(await world.create('specialist', { name: 's', ...anyMapping(random) })),
  ],
  [1, (random) => world.records.remove(world.admin, { object: 'specialist', id: random.pick(shared.specialist) })],
  [2, (random) => world.update('product', random.pick(shared.product), anyProduct(random))],
  [
    1,
    (random) =>
      world.update('category', random.pick(shared.category), { parent: maybe(random, random.pick(shared.category)) }),
  ],
  [
    1,
    (random) =>
      world.update('employee', random.pick(people).employee, { helper: maybe(random, random.pick(people).employee) }),
  ],
  [
    1,
    (random) =>
      world.update('employee', random.pick(people).employee, {
        employment_state: random.pick(['active', 'active', 'left']),
      }),
  ],
  [
    1,
    (random) =>
      recomputeMembers(world.db, world.registry.catalog(), { rule: random.pick(['interest', 'helper']), actor: null }),
  ],
]
const weighed = actions.flatMap(([weight, run]) => Array<typeof run>(weight).fill(run))

async function write(writer: number, share: number, counts: Map<string, number>): Promise<void> {
  const random = createRandom(seed + writer + 1)
  for (let n = 0; n < share; n++) {
    const outcome = await random
      .pick(weighed)(random)
      .then(() => 'done')
      .catch((error: unknown) => {
        // what others did meanwhile: deleted already, below itself, one owner already
        if (error instanceof AppError && error.status < 500) return error.code
        throw error
      })
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
  }
}

it(
  `members by rule are what the records say after ${operations} operations of ${writers} writers, a rule added meanwhile`,
  async () => {
    console.log(`seed ${seed}`)
    const counts = new Map<string, number>()
    const work = Array.from({ length: writers }, (_, writer) => write(writer, operations / writers, counts))
    const publishing = sleep(200).then(() => world.publish(rules.sold))
    await Promise.all([...work, publishing])
    await world.tasksDone()
    console.log(Object.fromEntries(counts))
    expect(counts.get('done')).toBeGreaterThan(operations / 2)
    const stored = await storedMembers(world)
    expect(stored, `seed ${seed}`).toEqual(await expectedMembers(world, Object.keys(rules)))
    expect(stored.length).toBeGreaterThan(10)
    expect(await toldMembers(world), `seed ${seed}`).toEqual(stored)
  },
  10 * 60_000,
)
