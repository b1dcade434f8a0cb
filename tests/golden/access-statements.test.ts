import type { Database, Statement } from '@fieldwork/database'
import { createRecords } from '@fieldwork/records'
import type { Actor, Records } from '@fieldwork/records'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openAccessWorld, shapes } from '../support/access-world.ts'
import type { AccessWorld } from '../support/access-world.ts'
import { createRandom } from '../support/random.ts'
import { laidOut } from './laid-out.ts'

/** The SQL for somebody whose access depends on department, dimensions, members, shares and another record. */
let world: AccessWorld
let records: Records
let deps: Parameters<typeof createRecords>[0]
let actor: Actor
let seen: Statement[] = []

const label = { en: 'Manager', 'zh-CN': '经理' }
const operations = { read: 'below', create: 'own', update: 'department', assign: 'listed' }
const grants = { account: { operations }, deal: { operations, where: 'score < 9' } }
const manager = { name: 'manager', label, dimensions: { line: 'below', area: 'listed' }, grants }

beforeAll(async () => {
  world = await openAccessWorld(createRandom(1), { people: 1, rows: 1 })
  await world.registry.publish({ put: [{ kind: 'role', definition: manager }] }, null)
  const { id } = world.people[0]!
  const department = world.departments[0]!.id
  await world.db.query({ text: 'update "user" set roles = array[\'manager\'] where id = $1', values: [id] })
  await world.db.query({ text: 'update employee set department = $1, position = null', values: [department] })
  await world.db.query({ text: 'update role_assignment set deleted_at = now()' })
  actor = await world.actorOf(world.people[0]!)
  const db = {
    ...world.db,
    query: (statement: Statement) => {
      seen.push(statement)
      return world.db.query(statement)
    },
    transaction: (work: Parameters<Database['transaction']>[0]) =>
      world.db.transaction((tx) =>
        work({
          ...tx,
          query: (statement: Statement) => {
            seen.push(statement)
            return tx.query(statement)
          },
        }),
      ),
  }
  deps = { db: db as typeof world.db, registry: world.registry, timeZone: 'Asia/Shanghai' }
  records = createRecords(deps)
})
afterAll(() => world?.close())

const mine = { object: 'account', values: { name: 'Mine' } }

const listed = (listShape: (typeof shapes)[number]) => () =>
  createRecords({ ...deps, listShape }).list(actor, { object: 'deal', fields: ['name'] })

it.each<[string, () => Promise<unknown>]>([
  ['access-list-walk', listed('once')],
  ['access-list-probe', listed('probe member share')],
  ['access-list-whole', listed('whole')],
  ['access-list-index', listed('index')],
  ['access-list-merge', listed('merge')],
  ['access-list-counted', () => records.list(actor, { object: 'deal', fields: ['name'], count: 'exact' })],
  ['access-aggregate', () => records.aggregate(actor, { object: 'deal', measures: ['count()'] })],
  ['access-create', () => records.create(actor, mine)],
  [
    'access-update',
    async () => {
      const { id } = await records.create(actor, mine)
      seen = []
      await records.update(actor, { object: 'account', id, values: { owner: actor.id, name: 'Renamed' } })
      seen = seen.filter(({ text }) => text.includes('update "account"'))
    },
  ],
])('the statement of %s', async (name, work) => {
  seen = []
  await work()
  // the first list of somebody also counts what he has
  seen = []
  await work()
  expect(seen).toHaveLength(1)
  await expect(laidOut(seen[0]!.text)).toMatchFileSnapshot(`statements/${name}.sql`)
})
