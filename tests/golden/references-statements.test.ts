import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Statement } from '@fieldwork/database'
import { createRecords } from '@fieldwork/records'
import type { Actor, Records } from '@fieldwork/records'
import { openRecords } from '../integration/records-fixture.ts'
import type { RecordsFixture } from '../integration/records-fixture.ts'
import { fieldOf, putObject, putRole } from '../support/plain-object.ts'
import { laidOut } from './laid-out.ts'

/** The SQL of lists of records, related records and hierarchies, for review. */
let fixture: RecordsFixture
let records: Records
let actor: Actor
let seen: Statement[] = []
let region = ''
let above = ''
let customer = ''

type Put = NonNullable<Parameters<RecordsFixture['registry']['publish']>[0]['put']>

beforeAll(async () => {
  fixture = await openRecords()
  const { db, registry, admin } = fixture
  const everything = ['read', 'create', 'update', 'delete']
  const put = [
    putObject('area', { parent: fieldOf('lookup', { object: 'area' }) }, { hierarchy: 'parent' }),
    putObject('campaign', {
      customers: fieldOf('multi-lookup', { object: 'customer', filter: 'active' }),
      about: fieldOf('polymorphic-lookup', { objects: ['customer', 'deal'] }),
      area: fieldOf('lookup', { object: 'area' }),
    }),
    putRole('marketing', {
      area: { operations: everything },
      campaign: { operations: everything },
      customer: { operations: ['read'], where: 'owner == user.id' },
    }),
  ] as Put
  await registry.publish({ put }, { id: admin.id })
  const listening = {
    ...db,
    query: (statement: Statement) => {
      seen.push(statement)
      return db.query(statement)
    },
  }
  records = createRecords({ db: listening as typeof db, registry, timeZone: 'Asia/Shanghai' })
  actor = await fixture.actor('Mia', ['marketing'])
  const values = { name: 'Acme', owner: actor.id }
  customer = (await fixture.records.create(admin, { object: 'customer', values })).id
  above = (await records.create(actor, { object: 'area', values: { name: 'World' } })).id
  region = (await records.create(actor, { object: 'area', values: { name: 'North' } })).id
})
afterAll(() => fixture.close())

const shapes: [string, () => Promise<unknown>][] = [
  [
    'list-references',
    () => records.list(actor, { object: 'campaign', fields: ['name', 'customers', 'about'], limit: 50 }),
  ],
  [
    'list-under',
    () => records.list(actor, { object: 'campaign', fields: ['name'], filter: `under(area, '${region}')` }),
  ],
  ['tree', () => records.list(actor, { object: 'area', fields: ['name'], tree: { parent: region } })],
  [
    'create-references',
    () =>
      records.create(actor, {
        object: 'campaign',
        values: { name: 'x', customers: [customer], about: { object: 'customer', id: customer } },
      }),
  ],
  ['update-hierarchy', () => records.update(actor, { object: 'area', id: region, values: { parent: above } })],
]

describe('statements over references', () => {
  it.each(shapes)('%s is one prepared statement', async (name, work) => {
    seen = []
    await work()
    expect(seen).toHaveLength(1)
    await expect(laidOut(seen[0]!.text)).toMatchFileSnapshot(`./statements/${name}.sql`)
  })
})
