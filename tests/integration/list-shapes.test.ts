import type { Statement } from '@fieldwork/database'
import { createRecords } from '@fieldwork/records'
import type { Actor, Records } from '@fieldwork/records'
import { DatabaseError } from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openAccessWorld } from '../support/access-world.ts'
import type { AccessWorld } from '../support/access-world.ts'
import { createRandom } from '../support/random.ts'

/** Somebody of a department whose lists are merged from his ways; what his statements meet is set by each test. */
let world: AccessWorld
let records: Records
let actor: Actor
let seen: string[] = []
let meets: (text: string) => Promise<void> = async () => undefined

const label = { en: 'Manager', 'zh-CN': '经理' }
const manager = { name: 'manager', label, grants: { task: { operations: { read: 'below' } } } }
const canceled = Object.assign(new DatabaseError('canceling statement', 0, 'error'), { code: '57014' })
const isMerge = (text: string): boolean => text.includes(' union ')
const isWalk = (text: string): boolean => text.includes('width_bucket')

beforeAll(async () => {
  world = await openAccessWorld(createRandom(3), { people: 2, rows: 12 })
  await world.registry.publish({ put: [{ kind: 'role', definition: manager }] }, null)
  const [, { id }] = world.people as [unknown, { id: string }]
  await world.db.query({ text: 'update "user" set roles = array[\'manager\'] where id = $1', values: [id] })
  await world.db.query({ text: 'update employee set department = $1', values: [world.departments[0]!.id] })
  await world.db.query({ text: 'update role_assignment set deleted_at = now()' })
  await world.db.query({ text: 'update task set owner_department = $1', values: [world.departments[0]!.id] })
  actor = await world.actorOf(world.people[1]!)
})
afterAll(() => world?.close())

beforeEach(() => {
  meets = async () => undefined
  const db = {
    ...world.db,
    query: async (statement: Statement) => {
      if (!isMerge(statement.text) && !isWalk(statement.text)) return world.db.query(statement)
      seen.push(statement.text)
      await meets(statement.text)
      return world.db.query(statement)
    },
  }
  records = createRecords({ db: db as typeof world.db, registry: world.registry, timeZone: 'Asia/Shanghai' })
})

async function listed(by: Records, more: object = {}): Promise<string[]> {
  seen = []
  const { data } = JSON.parse(await by.list(actor, { object: 'task', fields: ['id'], ...more })) as {
    data: { id: string }[]
  }
  return data.map(({ id }) => id)
}

test('who sees few rows gets the first ones of each way', async () => {
  expect(await listed(records)).toHaveLength(12)
  expect(seen.map(isMerge)).toEqual([true])
})

test('what is cancelled for its length is answered the other way', async () => {
  const expected = await listed(records)
  meets = async (text) => {
    if (isMerge(text)) throw canceled
  }
  expect(await listed(records, { filter: 'score >= 0' })).toEqual(expected)
  expect(seen.map(isWalk)).toEqual([false, true])
})

test('a list that was slow is read the other way the next time, and only this list', async () => {
  meets = async (text) => {
    if (isMerge(text)) await new Promise((resolve) => setTimeout(resolve, 550))
  }
  const slow = { filter: 'score != 99' }
  const expected = await listed(records, slow)
  expect(seen.map(isMerge)).toEqual([true])
  expect(await listed(records, slow)).toEqual(expected)
  expect(seen.map(isWalk)).toEqual([true])
  meets = async () => undefined
  await listed(records)
  expect(seen.map(isMerge)).toEqual([true])
})

test('what is slower still the other way goes back to how it was', async () => {
  let ms = 550
  meets = () => new Promise((resolve) => setTimeout(resolve, ms))
  const slow = { filter: 'score < 98' }
  await listed(records, slow)
  ms = 900
  await listed(records, slow)
  expect(seen.map(isWalk)).toEqual([true])
  await listed(records, slow)
  expect(seen.map(isMerge)).toEqual([true])
})
