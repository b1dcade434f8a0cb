import * as fc from 'fast-check'
import type { ExprType, TypeEnvironment } from '@fieldwork/expressions'

export const timeZones = ['Asia/Shanghai', 'America/New_York', 'UTC']
export const now = new Date('2026-03-08T06:59:30.250Z')
export const ids = ['018f3b5e-0000-7000-8000-00000000000a', '018f3b5e-0000-7000-8000-00000000000b']

/** A field: its type in PostgreSQL, in the language, and values as the API or the database driver hands them out. */
export interface SampleField {
  sql: string
  type: ExprType
  value: fc.Arbitrary<unknown>
}

type SampleFields = Record<string, SampleField>

const text: ExprType = { kind: 'text' }
const user: ExprType = { kind: 'record', object: 'user' }
const texts: SampleField = {
  sql: 'text[]',
  type: { kind: 'list', of: text },
  value: fc.array(textValue(), { maxLength: 3 }),
}
const linesOf = (object: string): ExprType => ({ kind: 'list', of: { kind: 'record', object }, collection: true })
const id: SampleField = { sql: 'uuid', type: { kind: 'record', object: 'line' }, value: fc.constantFrom(...ids) }

const parts: SampleFields = {
  id,
  n: { sql: 'integer', type: { kind: 'integer' }, value: fc.integer({ min: -3, max: 9 }) },
  label: { sql: 'text', type: text, value: textValue() },
}

const lines: SampleFields = {
  id,
  qty: { sql: 'integer', type: { kind: 'integer' }, value: fc.oneof(fc.integer({ min: -3, max: 9 }), fc.integer()) },
  price: {
    sql: 'numeric(12,2)',
    type: { kind: 'decimal' },
    value: fc.constantFrom('0.10', '-7.25', '1000000.33', '3'),
  },
  label: { sql: 'text', type: text, value: textValue() },
  day: { sql: 'date', type: { kind: 'date' }, value: dateValue() },
  at: { sql: 'timestamptz', type: { kind: 'datetime' }, value: datetimeValue() },
  done: { sql: 'boolean', type: { kind: 'boolean' }, value: fc.boolean() },
  tags: texts,
  parts: { sql: 'jsonb', type: linesOf('part'), value: fc.array(recordOf(parts), { maxLength: 3 }) },
}

/** The people that lists of records name. */
export const people = [
  { id: ids[0]!, name: '客户', score: 3 },
  { id: ids[1]!, name: 'a', score: -2 },
]

const place: Extract<ExprType, { kind: 'struct' }> = {
  kind: 'struct',
  fields: {
    city: text,
    lat: { kind: 'decimal' },
    floor: { kind: 'integer' },
    since: { kind: 'date' },
    at: { kind: 'datetime' },
    open: { kind: 'boolean' },
    person: user,
    inner: { kind: 'struct', fields: { code: text } },
    marks: { kind: 'list', of: text },
  },
}

const placeValue = fc.record(
  {
    city: sometimes(textValue()),
    lat: sometimes(fc.constantFrom(0.1, -33.25, 120)),
    floor: sometimes(fc.integer({ min: -2, max: 3 })),
    since: sometimes(dateValue()),
    at: sometimes(datetimeValue()),
    open: sometimes(fc.boolean()),
    person: sometimes(fc.constantFrom(...ids)),
    inner: sometimes(fc.record({ code: sometimes(textValue()) }, { requiredKeys: [] })),
    marks: sometimes(fc.array(textValue(), { maxLength: 2 })),
  },
  { requiredKeys: [] },
)

const degrees: ExprType = { kind: 'decimal' }
const position: ExprType = { kind: 'struct', fields: { latitude: degrees, longitude: degrees } }

const positionValue = fc.record(
  {
    latitude: fc.constantFrom(0, 30.2741, -33.9, 90, -90, 39.9042),
    longitude: fc.constantFrom(0, 120.1551, -180, 180, 116.4074),
  },
  { requiredKeys: ['latitude'] },
)

const deal: SampleFields = {
  amount: {
    sql: 'numeric(15,2)',
    type: { kind: 'decimal' },
    value: fc.integer({ min: -2e9, max: 2e9 }).map((n) => n / 100),
  },
  rate: {
    sql: 'numeric(9,4)',
    type: { kind: 'decimal' },
    value: fc.constantFrom('0.0000', '0.1000', '-1.5000', '99999.9999', '0.3333'),
  },
  qty: { sql: 'integer', type: { kind: 'integer' }, value: fc.oneof(fc.integer({ min: -20, max: 20 }), fc.integer()) },
  name: { sql: 'text', type: { kind: 'text' }, value: sometimes(textValue()) },
  stage: { sql: 'text', type: { kind: 'text' }, value: fc.constantFrom('new', 'active', 'lost', '') },
  due_on: { sql: 'date', type: { kind: 'date' }, value: dateValue() },
  created_at: { sql: 'timestamptz', type: { kind: 'datetime' }, value: datetimeValue() },
  active: { sql: 'boolean', type: { kind: 'boolean' }, value: fc.boolean() },
  owner: { sql: 'uuid', type: user, value: fc.constantFrom(...ids) },
  tags: texts,
  contacts: {
    sql: 'uuid[]',
    type: { kind: 'list', of: user },
    value: fc.uniqueArray(fc.constantFrom(...ids), { maxLength: 2 }),
  },
  place: { sql: 'jsonb', type: place, value: placeValue },
  here: { sql: 'jsonb', type: position, value: positionValue },
  there: { sql: 'jsonb', type: position, value: positionValue },
  lines: { sql: 'jsonb', type: linesOf('line'), value: fc.array(recordOf(lines), { maxLength: 4 }) },
}

const person: SampleFields = {
  id: { sql: 'uuid', type: user, value: fc.constantFrom(...ids) },
  name: { sql: 'text', type: text, value: textValue() },
  score: { sql: 'integer', type: { kind: 'integer' }, value: fc.integer() },
}

/** By object: its fields; a `deal` is the record in scope. */
export const objects: Record<string, SampleFields> = { deal, line: lines, part: parts, user: person }

const variables: Record<string, ExprType> = {
  user,
  threshold: { kind: 'decimal' },
  word: text,
  teams: { kind: 'list', of: text },
}
export const variableValues = { user: { id: ids[0]! }, threshold: null, word: '客户', teams: ['new', '客户', ''] }

export const environment: TypeEnvironment = {
  object: 'deal',
  fieldType: (object, field) => objects[object]?.[field]?.type,
  fieldNames: (object) => Object.keys(objects[object] ?? {}),
  variables,
}

/** A row of deals as PostgreSQL reads it. */
export const row: fc.Arbitrary<Record<string, unknown>> = recordOf(deal)

/** The row as the evaluator in JS reads it: lists of records are loaded. */
export function loaded(values: Record<string, unknown>): Record<string, unknown> {
  const contacts = values['contacts'] as string[] | null
  return { ...values, contacts: contacts && contacts.map((each) => people.find((one) => one.id === each)) }
}

function recordOf(fields: SampleFields): fc.Arbitrary<Record<string, unknown>> {
  const values = Object.entries(fields).map(([name, { value }]) => [name, name === 'id' ? value : sometimes(value)])
  return fc.record(Object.fromEntries(values))
}

export function textValue(): fc.Arbitrary<string> {
  const common = fc.constantFrom(
    '',
    ' ',
    'a',
    'A',
    'Acme',
    'acme%',
    'x_y',
    '\\',
    '客户',
    '客',
    '公司 A',
    '\u3000前',
    '𠮷野',
    '\uffe5',
    "o'r",
  )
  const mixed = fc.string({
    unit: fc.constantFrom('a', 'B', 'z', ' ', '%', '_', '客', '户', '𠮷', '0', '\\'),
    maxLength: 6,
  })
  return fc.oneof(common, mixed)
}

export function dateValue(): fc.Arbitrary<string> {
  const days = fc
    .integer({ min: -4000, max: 27_000 })
    .map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10))
  return fc.oneof(
    days,
    fc.constantFrom('2026-03-07', '2026-03-08', '2024-02-29', '2025-01-31', '0001-01-01', '9999-12-31'),
  )
}

function datetimeValue(): fc.Arbitrary<string> {
  const moments = fc
    .integer({ min: 0, max: 2_000_000_000 })
    .map((second) => new Date(second * 1000 + 125).toISOString())
  return fc.oneof(
    moments,
    fc.constantFrom('2026-03-08T06:59:30.250Z', '2026-03-07T16:00:00.000Z', '2025-11-02T05:30:00.000Z'),
  )
}

function sometimes<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.option(value, { freq: 4, nil: null })
}
