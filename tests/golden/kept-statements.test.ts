import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Statement } from '@fieldwork/database'
import { createRecords } from '@fieldwork/records'
import type { BeforeHook, Records } from '@fieldwork/records'
import { openRecords } from '../integration/records-fixture.ts'
import type { RecordsFixture } from '../integration/records-fixture.ts'
import { laidOut } from './laid-out.ts'

/** What writes ask where an approval may keep the record, for review. */
let fixture: RecordsFixture
let records: Records
let seen: Statement[] = []
let asked = 0

const run = async () => {
  asked++
  return undefined
}

beforeAll(async () => {
  fixture = await openRecords()
  const { db, registry } = fixture
  const watched = {
    ...db,
    query: (statement: Statement) => {
      seen.push(statement)
      return db.query(statement)
    },
  }
  const hooks: BeforeHook[] = [{ object: 'deal', operations: ['update', 'transition', 'delete'], isForKept: true, run }]
  records = createRecords({ db: watched as typeof db, registry, timeZone: 'Asia/Shanghai', hooks })
})
afterAll(() => fixture.close())

const shapes: [string, (id: string) => Promise<unknown>][] = [
  ['update', (id) => records.update(fixture.admin, { object: 'deal', id, values: { amount: 6 } })],
  ['transition', (id) => records.transition(fixture.admin, { object: 'deal', id, transition: 'open' })],
  ['delete', (id) => records.remove(fixture.admin, { object: 'deal', id })],
]

it.each(shapes)(
  '%s in one statement, which looks for an approval behind the lock of the record',
  async (name, work) => {
    const { id } = await records.create(fixture.admin, { object: 'deal', values: { title: 'Deal' } })
    seen = []
    await work(id)
    expect([seen.length, asked]).toEqual([1, 0])
    await expect(laidOut(seen[0]!.text)).toMatchFileSnapshot(`statements/kept-${name}.sql`)
  },
)

it('what the platform writes by itself is not asked about', async () => {
  const { id } = await records.create(fixture.admin, { object: 'deal', values: { title: 'Deal' } })
  seen = []
  const actor = { ...fixture.admin, system: { reason: 'test' } }
  await records.update(actor, { object: 'deal', id, values: { amount: 7 } })
  expect(seen.map(({ text }) => text.includes('fw_is_kept'))).toEqual([false])
})
