import { setTimeout as sleep } from 'node:timers/promises'
import { listTasks } from '@fieldwork/database'
import { AppError } from '@fieldwork/metadata'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { inconsistencies } from '../support/consistency.ts'
import { account, differences, line, object, openRollUps, order, orderFields } from '../support/roll-up-workspace.ts'
import { orderRollUps } from '../support/roll-up-workspace.ts'
import type { RollUpWorkspace } from '../support/roll-up-workspace.ts'

/** `ROLL_UP_OPERATIONS=50000` for the whole test, `ROLL_UP_SEED` to repeat one. */
const operations = Number(process.env.ROLL_UP_OPERATIONS ?? 2_500)
const seed = Number(process.env.ROLL_UP_SEED ?? Date.now() % 1_000_000)
const writers = 16
/** enough that a new roll-up is filled by a task, beside the load */
const linesBefore = 10_500

let workspace: RollUpWorkspace
let accounts: string[] = []
let orders: string[] = []

const named = (count: number) => Array.from({ length: count }, (_, n) => ({ name: `n${n}` }))

beforeAll(async () => {
  const [early, late] = Object.entries(orderRollUps).reduce<[Record<string, unknown>, Record<string, unknown>]>(
    (halves, [name, rollUp], index) => {
      halves[index % 2]![name] = rollUp
      return halves
    },
    [{}, {}],
  )
  expect(Object.keys(late)).not.toEqual([])
  const needed = { total: orderRollUps.total, pieces: orderRollUps.pieces, lines: orderRollUps.lines }
  workspace = await openRollUps(account, object('order', { ...orderFields, ...early, ...needed } as never), line)
  const { records, admin } = workspace
  accounts = (await records.createMany(admin, { object: 'account', rows: named(20) })).ids
  const random = generator(seed)
  orders = (
    await records.createMany(admin, {
      object: 'order',
      rows: named(200).map((row) => ({ ...row, ...anyOrder(random) })),
    })
  ).ids
  await records.createMany(admin, {
    object: 'line',
    rows: named(linesBefore).map((row) => ({ ...row, ...anyLine(random) })),
  })
}, 60_000)

afterAll(() => workspace?.close())

it(
  `equal what the records say after ${operations} operations of ${writers} writers, also one added meanwhile (PLAT-14)`,
  async () => {
    console.log(`seed ${seed}`)
    const counts = new Map<string, number>()
    const share = Math.ceil(operations / writers)
    const work = Array.from({ length: writers }, (_, writer) => write(writer, share, counts))
    const publishing = sleep(300).then(() => workspace.publish(order))
    await Promise.all([...work, publishing])
    await tasksDone()
    console.log(Object.fromEntries([...counts].sort()))
    expect(counts.get('create line')).toBeGreaterThan(operations / 10)
    expect(await differences(workspace), `seed ${seed}`).toEqual([])

    expect(await inconsistencies(workspace.db, workspace.registry.catalog()), `seed ${seed}`).toEqual([])

    // a difference would have been found
    await workspace.db.query({ text: 'update "order" set total = total + 0.01 where id = $1', values: [orders[0]] })
    expect(await differences(workspace)).not.toEqual([])
    expect(await inconsistencies(workspace.db, workspace.registry.catalog())).toHaveLength(1)
  },
  30 * 60_000,
)

async function tasksDone(): Promise<void> {
  for (;;) {
    const open = await listTasks(workspace.db, { states: ['queued', 'running', 'failed'] })
    expect(open.filter(({ state }) => state === 'failed')).toEqual([])
    if (open.length === 0) return
    await sleep(100)
  }
}

type Random = () => number

/** Mulberry32: the same numbers for the same seed. */
function generator(start: number): Random {
  let state = start >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const pick = <T>(random: Random, items: readonly T[]): T => items[Math.floor(random() * items.length)] as T
const maybe = <T>(random: Random, value: T): T | null => (random() < 0.15 ? null : value)
const anyDay = (random: Random): string => `2026-0${1 + Math.floor(random() * 3)}-${10 + Math.floor(random() * 15)}`

const anyLine = (random: Random) => ({
  order: maybe(random, pick(random, orders)),
  amount: maybe(random, Math.floor(random() * 2_000) / 100),
  quantity: maybe(random, Math.floor(random() * 6)),
  active: maybe(random, random() < 0.7),
  kind: maybe(random, pick(random, ['part', 'work'])),
  due: maybe(random, anyDay(random)),
})

const anyOrder = (random: Random) => ({
  account: maybe(random, pick(random, accounts)),
  status: maybe(random, pick(random, ['open', 'done'])),
  placed: maybe(random, anyDay(random)),
})

interface Writer {
  random: Random
  /** the writer's own lines */
  lines: string[]
  gone: string[]
}

/** What a writer does, with how often it does it. */
const deeds: [weight: number, name: string, run: (writer: Writer) => Promise<unknown> | null][] = [
  [
    28,
    'create line',
    async ({ random, lines }) => {
      const { records, admin } = workspace
      lines.push((await records.create(admin, { object: 'line', values: { name: 'x', ...anyLine(random) } })).id)
    },
  ],
  [24, 'change line', ({ random, lines }) => change('line', pick(random, lines), someOf(random, anyLine(random)))],
  [8, 'move line', ({ random, lines }) => change('line', pick(random, lines), { order: pick(random, orders) })],
  [
    10,
    'delete line',
    async ({ random, lines, gone }) => {
      if (lines.length < 3) return
      const [id] = lines.splice(Math.floor(random() * lines.length), 1) as [string]
      await workspace.records.remove(workspace.admin, { object: 'line', id })
      gone.push(id)
    },
  ],
  [
    6,
    'undelete line',
    async ({ lines, gone }) => {
      const id = gone.pop()
      if (id === undefined) return
      await workspace.records.undelete(workspace.admin, { object: 'line', id })
      lines.push(id)
    },
  ],
  [
    4,
    'create many lines',
    async ({ random, lines }) => {
      const rows = Array.from({ length: 1 + Math.floor(random() * 40) }, () => ({ name: 'b', ...anyLine(random) }))
      lines.push(...(await workspace.records.createMany(workspace.admin, { object: 'line', rows })).ids)
    },
  ],
  [10, 'change order', ({ random }) => change('order', pick(random, orders), someOf(random, anyOrder(random)))],
  [
    2,
    'create order',
    async ({ random }) => {
      const { records, admin } = workspace
      orders.push((await records.create(admin, { object: 'order', values: { name: 'o', ...anyOrder(random) } })).id)
    },
  ],
  [
    5,
    'change several in one transaction',
    async ({ random, lines }) => {
      const { records, admin } = workspace
      const changes = Array.from({ length: 3 }, () => ({ id: pick(random, lines), values: anyLine(random) }))
      await records.transaction(async (within) => {
        await within.hold(changes.map((planned) => ({ object: 'line', ...planned })))
        for (const { id, values } of changes) await within.update(admin, { object: 'line', id, values })
      })
    },
  ],
  [6, 'move account', ({ random }) => change('account', pick(random, accounts), anyGroup(random))],
  [
    2,
    'move account and change order in one transaction',
    async ({ random }) => {
      const { records, admin } = workspace
      const writes = [
        { object: 'order', id: pick(random, orders), values: anyOrder(random) },
        { object: 'account', id: pick(random, accounts), values: anyGroup(random) },
      ]
      await records.transaction(async (within) => {
        await within.hold(writes)
        for (const write of writes) await within.update(admin, write)
      })
    },
  ],
  [
    1,
    'create account',
    async ({ random }) => {
      const { records, admin } = workspace
      const values = { name: 'a', ...anyGroup(random) }
      accounts.push((await records.create(admin, { object: 'account', values })).id)
    },
  ],
  [
    2,
    'delete account and take it back',
    async ({ random }) => {
      const { records, admin } = workspace
      const id = pick(random, accounts)
      await records.remove(admin, { object: 'account', id })
      await records.undelete(admin, { object: 'account', id })
    },
  ],
  [
    3,
    'delete order and take it back',
    async ({ random }) => {
      const { records, admin } = workspace
      const id = pick(random, orders)
      await records.remove(admin, { object: 'order', id })
      await records.undelete(admin, { object: 'order', id })
    },
  ],
]

/** What is between: a group of others, which groups again. */
const anyGroup = (random: Random) => ({ group: maybe(random, pick(random, accounts)) })

const change = (name: string, id: string | undefined, values: Record<string, unknown>) =>
  id === undefined ? null : workspace.records.update(workspace.admin, { object: name, id, values })

function someOf(random: Random, values: Record<string, unknown>): Record<string, unknown> {
  const some = Object.entries(values).filter(() => random() < 0.5)
  return Object.fromEntries(some.length > 0 ? some : Object.entries(values))
}

/** Refusals that others cause: a record was deleted just before. */
const expected: ReadonlySet<string> = new Set(['not_found', 'validation_failed', 'still_referenced', 'stale_version'])

async function write(number: number, share: number, counts: Map<string, number>): Promise<void> {
  const writer: Writer = { random: generator(seed * writers + number), lines: [], gone: [] }
  const total = deeds.reduce((sum, [weight]) => sum + weight, 0)
  for (let n = 0; n < share; n++) {
    let at = writer.random() * total
    const [, name, run] = deeds.find(([weight]) => (at -= weight) < 0)!
    const outcome = await attempt(() => run(writer))
    const key = outcome === null ? name : `refused: ${name}: ${outcome}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
}

async function attempt(run: () => Promise<unknown> | null): Promise<string | null> {
  try {
    await run()
    return null
  } catch (error) {
    if (error instanceof AppError && expected.has(error.code)) return error.code
    throw error
  }
}
