import { buffer } from 'node:stream/consumers'
import { fieldType } from '@fieldwork/fields'
import type { CompiledField } from '@fieldwork/metadata'
import { readXlsx } from 'hucre/xlsx'
import { expect, test } from 'vitest'
import { takenRecords } from './taken-records.ts'
import type { TakenColumn } from './types.ts'

const column = (path: string, type: string, label: string, reference: string | null = null): TakenColumn => {
  const property = { 'x-field': { type, label: { en: label, 'zh-CN': label } } }
  const field = { name: path, type: fieldType(type), property, reference, targets: null } as unknown as CompiledField
  return { path, field, label }
}
const columns = [
  column('title', 'text', 'Title'),
  column('amount', 'decimal', 'Amount'),
  column('day', 'date', 'Day'),
  column('at', 'date-time', 'At'),
  column('customer', 'lookup', 'Customer', 'customer'),
]
const customer = { id: '01900000-0000-7000-8000-000000000001', label: '=Acme' }
const record = { title: '=1+1', amount: -12.5, day: '2026-01-31', at: '2026-01-31T01:30:00+00:00', customer }
const masked = { ...record, customer: null, _masked: { customer: '••••' } }

function opened(batches: Record<string, unknown>[][]) {
  let read = 0
  let isClosed = false
  async function* source() {
    for (const batch of batches) {
      read++
      yield batch.map((one) => JSON.stringify(one))
    }
  }
  const count = batches.flat().length
  const stream = { count, batches: source, close: async () => void (isClosed = true) }
  const options = { locale: 'en', timeZone: 'Asia/Shanghai' } as const
  return {
    records: takenRecords({ stream, columns, label: 'Deals: [all]', options }),
    read: () => read,
    isClosed: () => isClosed,
  }
}
const plain = { bom: false, headers: 'label', references: 'both' } as const

test('CSV has labels and ids of what is referred to, and no formulas', async () => {
  const { records, isClosed } = opened([[record], [masked]])
  const text = (await buffer(records.file({ ...plain, format: 'csv' }))).toString()
  const end = '-12.5,2026-01-31,2026-01-31 09:30:00'
  expect(text.split('\r\n')).toEqual([
    'Title,Amount,Day,At,Customer,Customer (ID)',
    `'=1+1,${end},'=Acme,${customer.id}`,
    `'=1+1,${end},,`,
    '',
  ])
  expect(records.taken()).toBe(2)
  expect(isClosed()).toBe(true)
})

test('what is referred to and cannot be seen is never told by its id in place of its name (PLAT-64)', async () => {
  const closed = { ...record, customer: { id: customer.id, label: null } }
  const nameless = { ...record, customer: { id: customer.id, label: '' } }
  const { records } = opened([[closed, nameless]])
  const lines = (await buffer(records.file({ ...plain, format: 'csv' }))).toString().split('\r\n')
  expect(lines.slice(1, 3).map((line) => line.split(',').slice(4))).toEqual([
    ['Not visible to you', customer.id],
    ['', customer.id],
  ])
  const sheets = opened([[closed]]).records.file({ ...plain, format: 'xlsx' })
  const [sheet] = (await readXlsx(await buffer(sheets))).sheets
  expect(sheet?.rows[1]?.slice(4)).toEqual(['Not visible to you', customer.id])
})

test('CSV can have names above its columns, ids alone and a byte order mark', async () => {
  const { records } = opened([[record]])
  const file = records.file({ format: 'csv', bom: true, headers: 'name', references: 'id' })
  expect((await buffer(file)).toString()).toMatch(/^\uFEFFtitle,amount,day,at,customer\.id\r\n/)
})

test('a spreadsheet has numbers and days as such, and texts as texts', async () => {
  const { records } = opened([[record]])
  const { sheets } = await readXlsx(await buffer(records.file({ ...plain, format: 'xlsx' })))
  const [sheet] = sheets
  expect(sheet?.rows[0]).toEqual(['Title', 'Amount', 'Day', 'At', 'Customer', 'Customer (ID)'])
  expect(sheet?.rows[1]?.slice(0, 2)).toEqual(['=1+1', -12.5])
  expect(sheet?.rows[1]?.[2]).toEqual(new Date('2026-01-31T00:00:00Z'))
  expect(JSON.stringify(sheet?.rows[1]?.[3])).toMatch(/^"2026-01-31T09:(?:30:00\.000|29:59\.99)/)
  expect(sheet?.rows[1]?.slice(4)).toEqual(['=Acme', customer.id])
})

test('JSON lines are the records as the API gives them, without what stands for hidden values', async () => {
  const { records } = opened([[record, masked]])
  const lines = (await buffer(records.file({ ...plain, format: 'ndjson' }))).toString().trimEnd().split('\n')
  expect(lines.map((line) => JSON.parse(line))).toEqual([record, { ...record, customer: null }])
})

test.each(['csv', 'xlsx', 'ndjson'] as const)('a %s file is read no faster than it is taken', async (format) => {
  const batch = Array.from({ length: 200 }, () => ({ ...record, title: crypto.randomUUID().repeat(20) }))
  const { records, read, isClosed } = opened(Array.from({ length: 200 }, () => batch))
  const file = records.file({ ...plain, format })
  await new Promise((resolve) => file.once('readable', resolve))
  for (let turn = 0; turn < 200; turn++) await new Promise(setImmediate)
  expect(read()).toBeLessThan(20)
  const closed = new Promise((resolve) => file.once('close', resolve))
  file.destroy()
  await closed
  expect(isClosed()).toBe(true)
})
