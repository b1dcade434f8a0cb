import * as fc from 'fast-check'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkExpression, compileJs, compileSql } from '@fieldwork/expressions'
import type { CheckedExpression, ExprType, ExprValue, SqlBinder, TypeEnvironment } from '@fieldwork/expressions'
import { createTestDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'

const timeZones = ['Asia/Shanghai', 'America/New_York', 'UTC']
const now = new Date('2026-03-08T06:59:30.250Z')
const ids = ['018f3b5e-0000-7000-8000-00000000000a', '018f3b5e-0000-7000-8000-00000000000b']

/** Field, type in PostgreSQL, type in the language and values as the API or the database driver hands them out. */
const fields: Record<string, { sql: string; type: ExprType; value: fc.Arbitrary<unknown> }> = {
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
  owner: { sql: 'uuid', type: { kind: 'record', object: 'user' }, value: fc.constantFrom(...ids) },
  tags: { sql: 'text[]', type: { kind: 'list', of: { kind: 'text' } }, value: fc.array(textValue(), { maxLength: 3 }) },
}

const variables: Record<string, ExprType> = {
  user: { kind: 'record', object: 'user' },
  threshold: { kind: 'decimal' },
  word: { kind: 'text' },
  teams: { kind: 'list', of: { kind: 'text' } },
}
const variableTypes: Record<string, string> = { decimal: 'numeric', text: 'text', record: 'uuid', list: 'text[]' }
const variableValues = { user: { id: ids[0]! }, threshold: null, word: '客户', teams: ['new', '客户', ''] }

const environment: TypeEnvironment = {
  object: 'deal',
  fieldType: (object, field) => (object === 'deal' ? fields[field]?.type : undefined),
  fieldNames: () => Object.keys(fields),
  variables,
}

function textValue(): fc.Arbitrary<string> {
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

function dateValue(): fc.Arbitrary<string> {
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

const row = fc.record(Object.fromEntries(Object.entries(fields).map(([name, { value }]) => [name, sometimes(value)])))

const join = (...parts: (string | fc.Arbitrary<string>)[]): fc.Arbitrary<string> =>
  fc.tuple(...parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part))).map((texts) => texts.join(''))

const quoted = textValue().map((text) => JSON.stringify(text))
const comparison = fc.constantFrom(' == ', ' != ', ' < ', ' <= ', ' > ', ' >= ')
const equality = fc.constantFrom(' == ', ' != ')
const smallInteger = fc.integer({ min: -40, max: 40 }).map(String)
const decimalLiteral = fc.constantFrom(
  '0.1',
  '0.2',
  '1.005',
  '100',
  '0',
  '3',
  '7.25',
  '12345678901234567890.123',
  '1e-3',
)
const datetimeLiteral = fc.constantFrom(
  "'2026-03-08T02:30'",
  "'2025-11-02T01:30:00'",
  "'2026-03-08T14:59:30.25+08:00'",
  "'2026-03-08'",
)

const oneOf = (...choices: fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
  fc.oneof({ depthSize: 'small', withCrossShrink: true }, ...choices)

/** Sources of typed expressions, by type. */
const source = fc.letrec<Record<string, string>>((tie) => {
  const int = tie('int')
  const num = tie('num')
  const text = tie('text')
  const bool = tie('bool')
  const date = tie('date')
  const moment = tie('moment')
  const choice = (of: fc.Arbitrary<string>) => join('(', bool, ' ? ', of, ' : ', of, ')')
  return {
    int: oneOf(
      fc.constantFrom('qty'),
      smallInteger,
      join('(', int, fc.constantFrom(' + ', ' - ', ' * ', ' % '), int, ')'),
      join('(', date, ' - ', date, ')'),
      join('size(', text, ')'),
      fc.constant('tags.size()'),
      join(fc.constantFrom('year', 'month', 'day', 'weekday'), '(', fc.oneof(date, moment), ')'),
      join(fc.constantFrom('floor', 'ceil', 'round'), '(', num, ')'),
      join('daysBetween(', date, ', ', date, ')'),
      join('coalesce(', int, ', ', int, ')'),
      choice(int),
    ),
    num: oneOf(
      fc.constantFrom('amount', 'rate', 'threshold'),
      decimalLiteral,
      int,
      join('(', num, fc.constantFrom(' + ', ' - ', ' * ', ' / ', ' % '), num, ')'),
      join('(-', num, ')'),
      join('abs(', num, ')'),
      join('round(', num, ', ', fc.constantFrom('0', '2', '5', '-2'), ')'),
      join(fc.constantFrom('min', 'max'), '(', num, ', ', num, ', ', num, ')'),
      join('hoursBetween(', moment, ', ', moment, ')'),
      choice(num),
    ),
    text: oneOf(
      fc.constantFrom('name', 'stage', 'word'),
      quoted,
      join('(', text, ' + ', text, ')'),
      join(fc.constantFrom('lower', 'upper', 'trim'), '(', text, ')'),
      join(text, '.substring(', int, ')'),
      join('substring(', text, ', ', int, ', ', int, ')'),
      join('replace(', text, ', ', text, ', ', text, ')'),
      join('text(', fc.oneof(num, date, moment, bool, tie('record')), ')'),
      join(fc.constantFrom('min', 'max', 'coalesce'), '(', text, ', ', text, ')'),
      choice(text),
    ),
    date: oneOf(
      fc.constantFrom('due_on', 'today()'),
      dateValue().map((day) => `date('${day}')`),
      join('(', date, fc.constantFrom(' + ', ' - '), int, ')'),
      join(fc.constantFrom('addDays', 'addMonths'), '(', date, ', ', int, ')'),
      join('date(', moment, ')'),
      join(
        fc.constantFrom('min', 'max', 'coalesce'),
        '(',
        date,
        ', ',
        dateValue().map((day) => `'${day}'`),
        ')',
      ),
      choice(date),
    ),
    moment: oneOf(
      fc.constantFrom('created_at', 'now()'),
      join('datetime(', datetimeLiteral, ')'),
      join(fc.constantFrom('min', 'max', 'coalesce'), '(', moment, ', ', moment, ')'),
      choice(moment),
    ),
    record: fc.constantFrom('owner', 'user', 'user.id', '(active ? owner : null)'),
    bool: oneOf(
      fc.constantFrom(
        'active',
        'true',
        'false',
        'has(name)',
        '(owner == user.id)',
        '("客户" in tags)',
        '(stage in teams)',
        '(null == threshold)',
      ),
      join('(', num, comparison, num, ')'),
      join('(', text, comparison, text, ')'),
      join('(', date, comparison, date, ')'),
      join('(', moment, comparison, moment, ')'),
      join('(', fc.oneof(date, fc.constant('created_at')), comparison, fc.oneof(date, moment), ')'),
      join('(created_at', comparison, datetimeLiteral, ')'),
      join('(', bool, equality, bool, ')'),
      join('(', tie('record'), equality, fc.oneof(tie('record'), fc.constantFrom(`"${ids[1]}"`, 'null')), ')'),
      join('(', fc.oneof(num, text, date, moment, bool), equality, 'null)'),
      join('(', bool, fc.constantFrom(' && ', ' || '), bool, fc.constantFrom(' && ', ' || '), bool, ')'),
      join('(!', bool, ')'),
      join(text, fc.constantFrom('.contains(', '.startsWith(', '.endsWith('), text, ')'),
      join('isBlank(', fc.oneof(num, text, date, fc.constant('tags')), ')'),
      join('(', text, ' in [', text, ', ', text, '])'),
      join('(', num, ' in [1, ', num, '])'),
      join('(', text, ' in ', fc.constantFrom('tags', 'teams', '[]'), ')'),
      choice(bool),
    ),
  }
})

const anySource = fc.oneof(
  source.bool!,
  source.num!,
  source.text!,
  source.date!,
  source.moment!,
  source.int!,
  source.record!,
)

let database: TestDatabase
let client: Client

beforeAll(async () => {
  database = await createTestDatabase()
  client = new Client({ connectionString: database.url })
  await client.connect()
  await client.query(`set timezone to 'UTC'`)
})

afterAll(async () => {
  await client.end()
  await database.drop()
})

test('the evaluator in JS and PostgreSQL agree on generated expressions and rows', async () => {
  let pairs = 0
  const batch = fc.record({
    sources: fc.array(anySource, { minLength: 1, maxLength: 60, size: 'max' }),
    rows: fc.array(row, { minLength: 1, maxLength: 40, size: 'max' }),
    timeZone: fc.constantFrom(...timeZones),
  })
  await fc.assert(
    fc.asyncProperty(batch, async ({ sources, rows, timeZone }) => {
      const expressions = sources.map(checked)
      const actual = expressions.map((expression) => {
        const evaluate = compileJs(expression)
        return rows.map((record) => evaluate({ record, variables: variableValues, now, timeZone }))
      })
      const fromSql = await evaluateInSql(expressions, rows, timeZone)
      expressions.forEach((expression, i) => {
        rows.forEach((record, j) => {
          const message = `${expression.source} in ${timeZone} of ${JSON.stringify(record)}`
          const { value, predicate } = fromSql(i, j)
          expect(actual[i]![j], message).toStrictEqual(parse(value, expression.type))
          if (expression.type.kind === 'boolean') expect(predicate, message).toBe(String(actual[i]![j] === true))
        })
      })
      pairs += expressions.length * rows.length
    }),
    { numRuns: 100, interruptAfterTimeLimit: 20_000, markInterruptAsFailure: false },
  )
  expect(pairs).toBeGreaterThanOrEqual(10_000)
})

function checked(text: string): CheckedExpression {
  const result = checkExpression(text, environment)
  if (!result.ok) throw new Error(`${text}: ${result.problems.map((problem) => problem.message.en).join(' ')}`)
  return result.expression
}

/** One statement for the whole batch; booleans are also asked for as a condition. */
async function evaluateInSql(expressions: CheckedExpression[], rows: unknown[], timeZone: string) {
  const values: unknown[] = [JSON.stringify(rows)]
  const binder = createBinder(values, timeZone)
  const columns = expressions.map((expression) => {
    const value = `(${compileSql(expression, binder, { position: 'value' })})`
    const shown = expression.type.kind === 'datetime' ? `extract(epoch from ${value})::text` : `${value}::text`
    if (expression.type.kind !== 'boolean') return `array[${shown}]`
    return `array[${shown}, (${compileSql(expression, binder)} is true)::text]`
  })
  const types = Object.entries(fields).map(([name, { sql }]) => `"${name}" ${sql}`)
  const text = `select ${columns.join(',\n')} from rows from (jsonb_to_recordset($1::jsonb) as (${types.join(', ')})) with ordinality r order by ordinality`
  const result = await client.query<(string | null)[][]>({ text, values, rowMode: 'array' })
  return (expression: number, record: number) => {
    const [value, predicate] = result.rows[record]![expression]!
    return { value: value ?? null, predicate: predicate ?? null }
  }
}

function createBinder(values: unknown[], timeZone: string): SqlBinder {
  const bind = (value: unknown, type: string): string => `$${values.push(value)}::${type}`
  const literalTypes: Record<string, string> = {
    integer: 'bigint',
    decimal: 'numeric',
    datetime: 'timestamptz',
    record: 'uuid',
  }
  return {
    column: (path) => `r."${path.join('.')}"`,
    variable: ([root, step], type) => {
      const value: unknown = variableValues[root as keyof typeof variableValues]
      return bind(step ? (value as Record<string, unknown>)[step] : value, variableTypes[type.kind]!)
    },
    literal: (value, type) => bind(value, literalTypes[type.kind] ?? type.kind),
    now: () => `timestamptz '${now.toISOString()}'`,
    today: () => `(timestamptz '${now.toISOString()}' at time zone '${timeZone}')::date`,
    timeZone: () => `'${timeZone}'`,
  }
}

function parse(value: string | null, type: ExprType): ExprValue {
  if (value === null) return null
  if (type.kind === 'boolean') return value === 'true'
  if (type.kind === 'integer' || type.kind === 'decimal') return Number(value) + 0
  if (type.kind === 'datetime') return new Date(Number(value) * 1000).toISOString()
  return value
}
