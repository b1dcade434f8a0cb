import { createRecords } from '@fieldwork/records'
import type { Actor } from '@fieldwork/records'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAccessWorld } from '../support/access-world.ts'
import type { AccessWorld } from '../support/access-world.ts'
import { createRandom } from '../support/random.ts'

let world: AccessWorld

beforeAll(async () => {
  world = await openAccessWorld(createRandom(1), { people: 1, rows: 1 })
  const label = { en: 'own', 'zh-CN': 'own' }
  const grants = { task: { operations: { read: 'own', create: 'own', update: 'department' } } }
  await world.registry.publish({ put: [{ kind: 'role', definition: { name: 'doer', label, grants } }] }, null)
})
afterAll(() => world?.close())

/** A node that hears of no change, and how often it asks who somebody is. */
function deafNode() {
  const asked: string[] = []
  const { db, registry } = world
  const records = createRecords({
    db,
    registry: { catalog: registry.catalog, refresh: async () => registry.catalog(), accessEpoch: () => 0 },
    timeZone: 'Asia/Shanghai',
    freshActor: async ({ id }) => {
      asked.push(id)
      return world.actorOf(world.people[0]!)
    },
  })
  return { records, asked }
}

const setRoles = (roles: string[]) =>
  world.db.query({ text: 'update "user" set roles = $2 where id = $1', values: [world.people[0]!.id, roles] })

const statusOf = (work: Promise<unknown>): Promise<number> =>
  work.then(
    () => 200,
    (error: unknown) => (error as { status: number }).status,
  )

test('a write is not done by what a node knew of the actor before: it asks again, and then decides', async () => {
  await setRoles(['doer'])
  const before: Actor = await world.actorOf(world.people[0]!)
  const { records, asked } = deafNode()
  const { id } = await records.create(before, { object: 'task', values: { name: 'mine' } })
  expect(asked).toEqual([])

  // the same rights at a later epoch
  await setRoles(['doer', 'nothing'])
  expect(await statusOf(records.update(before, { object: 'task', id, values: { name: 'still mine' } }))).toBe(200)
  expect(asked).toEqual([before.id])

  await setRoles([])
  expect(await statusOf(records.update(before, { object: 'task', id, values: { name: 'not mine' } }))).toBe(403)
  const rows = [{ name: 'a' }, { name: 'b' }]
  expect(await statusOf(records.createMany(before, { object: 'task', rows }))).toBe(403)
  expect(await statusOf(records.transaction((tx) => tx.create(before, { object: 'task', values: rows[0]! })))).toBe(403)
  const { json } = await world.records.get(world.admin, { object: 'task', id })
  expect(JSON.parse(json)).toMatchObject({ name: 'still mine' })
})

test('the epoch is raised by the commit, once, and not by what is taken back', async () => {
  const epoch = async () =>
    (await world.db.query<{ epoch: string }>({ text: 'select epoch from fw_acl' })).rows[0]!.epoch
  const first = Number(await epoch())
  await world.records.createMany(world.admin, { object: 'employee', rows: [{ name: 'a' }, { name: 'b' }] })
  expect(Number(await epoch())).toBe(first + 1)
  const taken = world.db.transaction(async (tx) => {
    await tx.query({ text: `update department set "order" = 1` })
    throw new Error('taken back')
  })
  await expect(taken).rejects.toThrow('taken back')
  expect(Number(await epoch())).toBe(first + 1)
  await world.records.create(world.admin, { object: 'task', values: { name: 'nothing to do with it' } })
  expect(Number(await epoch())).toBe(first + 1)
  await world.records.create(world.admin, { object: 'area', values: { name: 'a value of a dimension' } })
  expect(Number(await epoch())).toBe(first + 2)
})
