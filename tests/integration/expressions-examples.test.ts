import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkExpression, compileJs, compileSql, functionDocs } from '@fieldwork/expressions'
import type { CheckedExpression, ExprType, ExprValue, SqlBinder, TypeEnvironment } from '@fieldwork/expressions'
import { createTestDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'

const now = new Date('2026-03-31T16:30:00Z')
const timeZone = 'Asia/Shanghai'

const degrees: ExprType = { kind: 'decimal' }
const position: ExprType = { kind: 'struct', fields: { latitude: degrees, longitude: degrees } }

const environment: TypeEnvironment = {
  object: null,
  fieldType: () => undefined,
  fieldNames: () => [],
  variables: {
    blank: { kind: 'text' },
    none: { kind: 'decimal' },
    tags: { kind: 'list', of: { kind: 'text' } },
    place: { kind: 'record', object: 'region' },
    beijing: position,
    hangzhou: position,
    nowhere: position,
  },
}
const places = {
  beijing: { latitude: 39.9042, longitude: 116.4074 },
  hangzhou: { latitude: 30.2741, longitude: 120.1551 },
  nowhere: null,
}
const variables = { blank: '', none: null, tags: ['vip', '客户'], place: null, ...places }

/** At least one of every function; what JS returns, and PostgreSQL as text. */
const examples: [source: string, value: ExprValue][] = [
  ['0.1 + 0.2 == 0.3', true],
  ['10 / 4', 2.5],
  ['2 / 3', 0.6666666666666667],
  ['1 / 0', null],
  ['5 % 0', null],
  ['-7 % 3', -1],
  ['null == null', true],
  ['none == 1', false],
  ['none != 1', true],
  ['none > 1', null],
  ['none > 1 || true', true],
  ['none > 1 && true', null],
  ['none in [1, 2]', false],
  ['"vip" in tags', true],
  ['contains("a%b", "%")', true],
  ['startsWith("客户服务", "客户")', true],
  ['endsWith("a_b", "xb")', false],
  ['lower("ABÉ客")', 'abÉ客'],
  ['upper("abé客")', 'ABé客'],
  ['trim(" \u3000\t客户 ")', '客户'],
  ['substring("客户服务", 1, 3)', '户服'],
  ['substring("abc", -2)', 'abc'],
  ['replace("a-b-c", "-", "")', 'abc'],
  ['size("𠮷野")', 2],
  ['size(tags)', 2],
  ['distance(beijing, hangzhou)', 1123492],
  ['distance(beijing, beijing)', 0],
  ['distance(beijing, nowhere)', null],
  ['distance(beijing, hangzhou) < 1200000', true],
  ['under(place, "01934f5a-7c1e-7abc-8def-0123456789ab")', null],
  ['"B" < "a"', true],
  ['abs(-1.50)', 1.5],
  ['round(2.5) + round(-2.5)', 0],
  ['round(1.005, 2)', 1.01],
  ['round(1250, -2)', 1300],
  ['floor(-0.5)', -1],
  ['ceil(-0.5)', 0],
  ['min(3, 1.5, none)', 1.5],
  ['max("a", "B")', 'a'],
  ['today()', '2026-04-01'],
  ['now() == datetime("2026-04-01T00:30")', true],
  ['date(now())', '2026-04-01'],
  ['year("2026-03-01")', 2026],
  ['month("2026-03-01")', 3],
  ['day("2026-03-09")', 9],
  ['weekday("2026-03-01")', 7],
  ['addDays("2024-02-28", 1)', '2024-02-29'],
  ['addDays("9999-12-31", 1)', null],
  ['addMonths("2026-01-31", 1)', '2026-02-28'],
  ['addMonths("0001-01-31", -1)', null],
  ['daysBetween("2026-03-01", "2026-02-01")', -28],
  ['hoursBetween("2026-04-01", now())', 0.5],
  ['coalesce(none, 0)', 0],
  ['isBlank(blank)', true],
  ['has(none)', false],
  ['matches("13800001111", "^1[3-9]\\\\d{9}$")', true],
  ['matches("a\\nb", "^a.b$")', true],
  ['matches("x", "^(a|b)+$")', false],
  ['matches(none == null ? null : "a", "a")', null],
  ['number(" -12.50 ")', -12.5],
  ['number("12 kg")', null],
  ['tags == ["vip", "客户"]', true],
  ['tags == null || tags == []', false],
  ['tags.exists(t, t in ["x", "vip"])', true],
  ['tags.all(t, size(t) > 2)', false],
  ['tags.count(t, t.contains("i"))', 1],
  ['[1, 2.5].sum(n, n * 2)', 7],
  ['tags.min(t, t)', 'vip'],
  ['tags.max(t, size(t))', 3],
  ['[1, 2, null].avg(n, n)', 1.5],
  ['text(1250.50)', '1250.5'],
  ['text(now())', '2026-04-01 00:30'],
  ['text(true)', 'true'],
]

let database: TestDatabase
let client: Client

beforeAll(async () => {
  database = await createTestDatabase()
  client = new Client({ connectionString: database.url })
  await client.connect()
})

afterAll(async () => {
  await client.end()
  await database.drop()
})

test.each(examples)('%s is %s in JS and in PostgreSQL', async (source, value) => {
  const expression = checked(source)
  expect(compileJs(expression)({ record: {}, variables, now, timeZone })).toBe(value)
  const text = await evaluateInSql(expression)
  expect(typeof value === 'number' && text !== null ? Number(text) + 0 : text).toBe(
    typeof value === 'boolean' ? String(value) : value,
  )
})

test('every function has an example', () => {
  const shown = examples.map(([source]) => source).join(' ')
  for (const { name } of functionDocs()) expect(shown).toContain(`${name}(`)
})

function checked(source: string): CheckedExpression {
  const result = checkExpression(source, environment)
  if (!result.ok) throw new Error(`${source}: ${result.problems[0]!.message.en}`)
  return result.expression
}

async function evaluateInSql(expression: CheckedExpression): Promise<string | null> {
  const values: unknown[] = []
  const bind = (value: unknown, type: string): string => `$${values.push(value)}::${type}`
  const types: Record<string, string> = {
    integer: 'bigint',
    decimal: 'numeric',
    datetime: 'timestamptz',
    list: 'text[]',
    record: 'uuid',
    struct: 'jsonb',
  }
  const binder: SqlBinder = {
    column: (path) => path.join('.'),
    rows: () => {
      throw new Error('There are no records here')
    },
    variable: ([name], type) => bind(variables[name as keyof typeof variables], types[type.kind] ?? type.kind),
    literal: (value, type) => bind(value, types[type.kind] ?? type.kind),
    now: () => bind(now, 'timestamptz'),
    today: () => bind('2026-04-01', 'date'),
    timeZone: () => bind(timeZone, 'text'),
  }
  const sql = compileSql(expression, binder, { position: 'value' })
  const { rows } = await client.query<{ value: string | null }>(`select (${sql})::text as value`, values)
  return rows[0]!.value
}
