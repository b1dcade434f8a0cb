import type { Statement } from '@fieldwork/database'
import { createRecords } from '@fieldwork/records'
import type { Actor, Records } from '@fieldwork/records'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openRecords } from '../integration/records-fixture.ts'
import type { RecordsFixture } from '../integration/records-fixture.ts'
import { laidOut } from './laid-out.ts'

/** The SQL for somebody whose roles say different things of fields: one opens them on his own records. */
let fixture: RecordsFixture
let records: Records
let seen: Statement[] = []

const label = { en: 'Role', 'zh-CN': '角色' }
const operations = ['read', 'create', 'update']
const roles = [
  {
    name: 'looks',
    label,
    grants: { customer: { operations, fields: { credit: 'mask', code: 'none', level: 'read' } } },
  },
  { name: 'owns', label, grants: { customer: { operations, scope: 'own' } } },
]
let epoch = 0
const actorOf = (...names: string[]): Actor => {
  const assignments = names.map((role) => ({ id: null, role, departments: [], dimensions: {} }))
  const { id } = fixture.seller
  const nowhere = { employee: null, department: null, below: [], systems: null, dimensions: {} }
  return { ...fixture.seller, roles: names, facts: { ...nowhere, epoch, grantees: [id], assignments } }
}

beforeAll(async () => {
  fixture = await openRecords()
  const put = roles.map((definition) => ({ kind: 'role' as const, definition }))
  await fixture.registry.publish({ put }, null)
  const { rows } = await fixture.db.query<{ epoch: string }>({ text: 'select epoch from fw_acl' })
  epoch = Number(rows[0]?.epoch)
  const db = {
    ...fixture.db,
    query: (statement: Statement) => {
      seen.push(statement)
      return fixture.db.query(statement)
    },
  }
  records = createRecords({ db: db as typeof fixture.db, registry: fixture.registry, timeZone: 'Asia/Shanghai' })
})
afterAll(() => fixture.close())

const input = { object: 'customer', fields: ['name', 'credit', 'code'], limit: 50 }

it.each<[string, () => Promise<unknown>]>([
  ['fields-same-for-all', () => records.list(actorOf('looks'), { ...input, fields: ['name', 'credit'] })],
  ['fields-by-record', () => records.list(actorOf('looks', 'owns'), input)],
  [
    'fields-written-by-record',
    async () => {
      const actor = actorOf('looks', 'owns')
      const { id } = await records.create(actor, { object: 'customer', values: { name: 'Mine' } })
      seen = []
      await records.update(actor, { object: 'customer', id, values: { credit: 5 } })
    },
  ],
])('the statement of %s', async (name, work) => {
  seen = []
  await work()
  expect(seen).toHaveLength(1)
  await expect(laidOut(seen[0]!.text)).toMatchFileSnapshot(`statements/${name}.sql`)
})
