import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Statement } from '@fieldwork/database'
import { createRecords } from '@fieldwork/records'
import type { Records } from '@fieldwork/records'
import { openRecords } from '../integration/records-fixture.ts'
import type { RecordsFixture } from '../integration/records-fixture.ts'
import { laidOut } from './laid-out.ts'

/** What writes of an object add to their statement for workflows that listen to it, for review. */
let fixture: RecordsFixture
let records: Records
let seen: Statement[] = []
let id = ''

const workflow = (name: string, trigger: object) => ({
  name,
  object: 'deal',
  trigger,
  start: 'rest',
  nodes: { rest: { step: 'rest', options: {} } },
})

const workflows = [
  workflow('large', { type: 'created', when: 'amount > 1000 || customer.level == "gold"' }),
  workflow('dearer', { type: 'updated', fields: ['amount'], when: 'amount > old.amount' }),
  workflow('opened', { type: 'transition', transitions: ['open'] }),
  workflow('gone', { type: 'deleted' }),
]

beforeAll(async () => {
  fixture = await openRecords({ workflows })
  const { db, registry, admin } = fixture
  const listening = {
    ...db,
    query: (statement: Statement) => {
      seen.push(statement)
      return db.query(statement)
    },
  }
  records = createRecords({ db: listening as typeof db, registry, timeZone: 'Asia/Shanghai' })
  id = (await records.create(admin, { object: 'deal', values: { title: 'Deal' } })).id
})
afterAll(() => fixture.close())

const shapes: [string, (actor: RecordsFixture['admin']) => Promise<unknown>][] = [
  ['create', (actor) => records.create(actor, { object: 'deal', values: { title: 'x', amount: 5 } })],
  ['update', (actor) => records.update(actor, { object: 'deal', id, values: { amount: 6 } })],
  ['update-unheard', (actor) => records.update(actor, { object: 'deal', id, values: { title: 'n' } })],
  ['transition', (actor) => records.transition(actor, { object: 'deal', id, transition: 'open' })],
  ['delete', (actor) => records.remove(actor, { object: 'deal', id })],
]

it.each(shapes)('%s in one statement, which tells those who listen', async (name, work) => {
  seen = []
  await work(fixture.admin)
  expect(seen).toHaveLength(1)
  const text = laidOut(seen[0]!.text)
  expect(text.includes('fw_outbox')).toBe(name !== 'update-unheard')
  await expect(text).toMatchFileSnapshot(`statements/heard-${name}.sql`)
})
