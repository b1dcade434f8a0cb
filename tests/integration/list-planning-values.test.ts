import type { Statement } from '@fieldwork/database'
import { createRecords } from '@fieldwork/records'
import type { Actor, Records } from '@fieldwork/records'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openRecords } from './records-fixture.ts'
import type { RecordsFixture } from './records-fixture.ts'

let fixture: RecordsFixture
let records: Records
let statements: Statement[] = []

const label = { en: 'Ticket', 'zh-CN': '工单' }
const ticket = {
  name: 'ticket',
  'x-object': { label },
  properties: {
    kind: { 'x-field': { type: 'text', label, indexed: true } },
    rank: { 'x-field': { type: 'integer', label, indexed: true } },
  },
}

beforeAll(async () => {
  fixture = await openRecords({ objects: [ticket] })
  const { db, registry } = fixture
  const fill = `insert into ticket (id, kind, rank)
    select gen_random_uuid(), case when n = 7 then 'odd' else 'kind ' || n % 2 end, n from generate_series(1, 20000) n`
  for (const text of [fill, 'analyze ticket']) await db.query({ text })
  const query = (statement: Statement) => {
    statements.push(statement)
    return db.query(statement)
  }
  records = createRecords({ db: { ...db, query } as typeof db, registry, timeZone: 'Asia/Shanghai' })
}, 60_000)
afterAll(() => fixture?.close())

/** How the same list is planned when it is asked for again and again: once for all values, or for these. */
async function planned(input: object, { times, actor = fixture.admin }: { times: number; actor?: Actor }) {
  const seen: string[] = []
  for (let n = 0; n < times; n++) {
    statements = []
    await records.list(actor, { object: 'ticket', limit: 20, ...input })
    const read = statements.find(({ text }) => text.startsWith('select string_agg'))
    seen.push(read?.planning ? 'once' : 'for these')
  }
  return seen
}

const common = { filter: "kind == 'kind 1'", sort: 'rank' }

test('values that come again and for which the planner would choose the same plan are planned no more', async () => {
  expect(await planned(common, { times: 5 })).toEqual(['for these', 'for these', 'once', 'once', 'once'])
})

test('others who ask with the same values, and other values, are looked at by themselves', async () => {
  const actor = { ...fixture.other, administrator: true }
  expect(await planned(common, { times: 2, actor })).toEqual(['for these', 'for these'])
  expect(await planned({ ...common, filter: "kind == 'kind 0'" }, { times: 2 })).toEqual(['for these', 'for these'])
})

test('a rare value is planned for itself however often it comes', async () => {
  const rare = { filter: "kind == 'odd'", sort: 'rank' }
  expect(await planned(rare, { times: 8 })).toEqual(Array(8).fill('for these'))
  const { data } = JSON.parse(await records.list(fixture.admin, { object: 'ticket', fields: ['rank'], ...rare }))
  expect(data).toEqual([{ rank: 7 }])
})

test('one plan for all values finds what belongs to these values', async () => {
  for (const kind of ['kind 0', 'kind 1', 'kind 0', 'kind 1', 'kind 0', 'kind 1', 'kind 0']) {
    const input = {
      object: 'ticket',
      filter: `kind == '${kind}' && rank > 10`,
      sort: '-rank',
      limit: 2,
      fields: ['rank'],
    }
    const { data } = JSON.parse(await records.list(fixture.admin, input))
    expect(data).toEqual(kind === 'kind 0' ? [{ rank: 20000 }, { rank: 19998 }] : [{ rank: 19999 }, { rank: 19997 }])
  }
})
