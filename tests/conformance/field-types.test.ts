import { fieldTypes } from '@fieldwork/fields'
import type { Conformance, FieldType, Json, Property } from '@fieldwork/fields'
import { widgets } from '@fieldwork/fields/ui'
import * as fc from 'fast-check'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { checkFieldExpression, evaluate, evaluationStatement, sqlTypeOf } from './field-expressions.ts'
import { createAjv, optionsSchema } from './field-schemas.ts'

const ajv = createAjv()
let database: TestDatabase
let client: Client

beforeAll(async () => {
  database = await createTestDatabase()
  client = new Client({ connectionString: database.url })
  await client.connect()
  await client.query(`set timezone to 'UTC'`)
})

afterAll(async () => {
  await client?.end()
  await database?.drop()
})

interface Case extends Conformance {
  type: FieldType
  title: string
  /** the property in normal form */
  complete: Property
}

const types = [...fieldTypes.values()]
const cases: Case[] = types.flatMap((type) =>
  type.conformance.map((one) => ({ ...one, type, title: titleOf(one), complete: type.complete(one.property) })),
)
const stored = cases.filter(({ type, complete }) => type.column(complete) !== null)

describe.each(types)('field type $name (PLAT-7)', (type) => {
  it('has a label in both languages, an icon, a widget and examples', () => {
    expect(type.label.en.trim()).not.toBe('')
    expect(type.label['zh-CN']).toMatch(/\p{Script=Han}/u)
    expect(type.icon).toMatch(/^[a-z-]+$/)
    expect(Object.keys(widgets)).toContain(type.widget)
    expect(type.conformance.length).toBeGreaterThan(0)
  })

  it('declares options that accept its examples and nothing unknown', () => {
    const accepts = ajv.compile(optionsSchema(type.options))
    for (const { property } of type.conformance) {
      expect(accepts(property['x-field']), ajv.errorsText(accepts.errors)).toBe(true)
      expect(accepts(type.complete(property)['x-field']), ajv.errorsText(accepts.errors)).toBe(true)
      expect(accepts({ ...property['x-field'], unheardOf: 1 })).toBe(false)
    }
    for (const option of type.options.required ?? []) expect(accepts({ ...omit(type, option) })).toBe(false)
  })

  it('lets authors set every keyword that its examples use', () => {
    const used = type.conformance.flatMap(({ property }) => Object.keys(property)).filter((key) => key !== 'x-field')
    expect(type.keywords).toEqual(expect.arrayContaining(used))
  })

  it('finds no problem in its examples', () => {
    expect(type.conformance.flatMap(({ property }) => type.check?.(property) ?? [])).toEqual([])
  })
})

describe.each(cases)('$type.name $title', (one) => {
  const { type, complete } = one
  const isValid = ajv.compile(type.valueSchema(complete))
  const context = { timeZone: 'Asia/Shanghai' }

  it('has a normal form with both halves, whose normal form is itself', () => {
    if (type.valueSchema(complete).type !== undefined) expect(complete).toHaveProperty('type')
    expect(complete['x-field']).toMatchObject(one.property['x-field'])
    expect(type.complete(complete)).toEqual(complete)
  })

  it('gives the same schema for what the author wrote and for its normal form', () => {
    expect(type.valueSchema(one.property)).toEqual(type.valueSchema(complete))
    expect(type.valueSchema(complete)).not.toHaveProperty('x-field')
  })

  it.each(one.valid)('accepts $value', ({ value }) => {
    expect(isValid(value), ajv.errorsText(isValid.errors)).toBe(true)
    expect(type.refuse?.(value, complete) ?? null).toBeNull()
  })

  it.each(one.invalid.map((value) => ({ value })))('refuses $value', ({ value }) => {
    expect(isValid(value) && !type.refuse?.(value, complete)).toBe(false)
  })

  it('accepts null where the schema of a field that may be empty adds it', () => {
    const schema = type.valueSchema(complete)
    const isValidOrNull = ajv.compile({ anyOf: [schema, { type: 'null' }] })
    expect(isValidOrNull(null)).toBe(true)
  })

  it.each(one.valid)('normalises $value to what is stored, and that to itself', ({ value, stored = value }) => {
    const normalised = normalise(one, value)
    expect(normalised).toEqual(stored)
    expect(normalise(one, stored)).toEqual(stored)
  })

  it.each(one.valid)('reads back from CSV what it wrote for $value', ({ value, stored = value }) => {
    for (const locale of ['en', 'zh-CN'] as const) {
      const cell = type.csv.format(stored, complete, { ...context, locale })
      expect(type.csv.parse(cell, complete, { ...context, locale })).toEqual({ value: stored })
    }
    expect(type.csv.parse(type.csv.format(stored, complete), complete)).toEqual({ value: stored })
  })

  it('takes a blank CSV cell for no value', () => {
    expect(type.csv.parse(' ', complete)).toEqual({ value: null })
    expect(type.csv.format(null, complete)).toBe('')
  })

  it.each((one.expressions ?? []).map((source) => ({ source })))('holds in JS and SQL: $source', async ({ source }) => {
    const [first] = one.valid
    if (!first) throw new Error('An expression needs a valid value')
    const value = first.stored ?? first.value
    const expression = checkFieldExpression(source, type, complete)
    const { text, values } = evaluationStatement(expression, {
      sqlType: sqlTypeOf(type, complete),
      kind: type.expression(complete),
    })
    const { rows } = await client.query(text, [textOf(value, sqlTypeOf(type, complete)), ...values])
    expect({ js: evaluate(expression, value), sql: rows[0].holds }).toEqual({ js: true, sql: true })
  })
})

describe.each(stored)('column of $type.name $title', (one) => {
  const { type, complete } = one
  const sqlType = type.column(complete)?.type ?? ''

  it.each(one.valid)('gives back $value', async ({ value, stored = value }) => {
    expect(await roundTrip(sqlType, [normalise(one, value)])).toEqual([stored])
  })

  it('gives back null, and its default where nothing is written', async () => {
    const { default: filling } = type.column(complete) ?? {}
    const { rows } = await client.query(
      `select null::${sqlType} as nothing, (${filling ?? 'null'})::${sqlType}::text as filling`,
    )
    expect(rows[0]).toEqual({ nothing: null, filling: filling ?? null })
  })

  it('sorts as its examples ascend', async () => {
    const ascending = one.ascending ?? []
    const order = sqlType === 'text' ? 'value collate "C"' : 'value'
    const { rows } = await client.query(
      `select position from (
         select text::${sqlType} as value, position from unnest($1::text[]) with ordinality as given (text, position)
       ) as record order by ${order}, position desc`,
      [ascending.map((value) => textOf(value, sqlType))],
    )
    expect(rows.map(({ position }) => Number(position))).toEqual(ascending.map((_, index) => index + 1))
  })
})

describe('values that nobody thought of', () => {
  const anyText = fc.string({
    unit: fc.oneof(fc.string({ unit: 'binary', maxLength: 1 }), anyCodeUnit()),
    maxLength: 12,
  })
  const amounts = fc.tuple(fc.maxSafeInteger(), fc.integer({ min: 0, max: 12 })).map(([n, scale]) => n / 10 ** scale)
  const moments = fc
    .tuple(fc.integer({ min: 0, max: 9999 }), ...[13, 31, 24, 60, 61, 19, 60].map((max) => fc.integer({ min: 0, max })))
    .map(([year, month, day, hour, minute, second, offsetHour, offsetMinute]) => {
      const date = `${pad(year, 4)}-${pad(month)}-${pad(day)}`
      return `${date}T${pad(hour)}:${pad(minute)}:${pad(second)}${hour! % 2 ? '+' : '-'}${pad(offsetHour)}:${pad(offsetMinute)}`
    })
  const days = moments.map((moment) => moment.slice(0, 10))
  const arbitraries: Record<string, fc.Arbitrary<Json>> = {
    text: anyText,
    'long-text': anyText,
    url: anyText.map((text) => `https://${text}`),
    email: anyText.map((text) => `${text}@example.com`),
    decimal: amounts,
    money: amounts,
    percent: amounts,
    integer: fc.oneof(fc.maxSafeInteger(), fc.double()),
    date: days,
    'date-time': moments,
  }

  it.each(Object.keys(arbitraries))('%s stores every value that its schema accepts', async (name) => {
    const type = fieldTypes.get(name)!
    const complete = type.complete({ 'x-field': { type: name } })
    const isValid = ajv.compile(type.valueSchema(complete))
    const sample = fc.sample(arbitraries[name]!, { numRuns: 3000, seed: 42 })
    const accepted = sample.filter((value) => isValid(value)).map((value) => normalise({ type, complete }, value))
    expect(accepted.length).toBeGreaterThan(20)
    expect(accepted.length).toBeLessThan(sample.length)
    // as JSON, which knows no -0
    expect(await roundTrip(type.column(complete)!.type, accepted)).toEqual(JSON.parse(JSON.stringify(accepted)))
  })
})

function titleOf({ property }: Conformance): string {
  const { 'x-field': options, ...keywords } = property
  const { type: _type, ...own } = options
  return Object.keys({ ...keywords, ...own }).length === 0 ? 'as it comes' : JSON.stringify({ ...keywords, ...own })
}

function normalise({ type, complete }: Pick<Case, 'type' | 'complete'>, value: Json): Json {
  return type.normalise ? type.normalise(value, complete) : value
}

/** The options of the type's first example without one of them. */
function omit(type: FieldType, option: string): Record<string, unknown> {
  const { [option]: _left, ...rest } = type.conformance[0]!.property['x-field'] as Record<string, unknown>
  return rest
}

/** Through a real column: written as text, read as JSON. */
async function roundTrip(sqlType: string, values: Json[]): Promise<Json[]> {
  await client.query(`create temp table trial (position int, value ${sqlType})`)
  try {
    await client.query(
      `insert into trial select position, text::${sqlType}
         from unnest($1::text[]) with ordinality as given (text, position)`,
      [values.map((value) => textOf(value, sqlType))],
    )
    const { rows } = await client.query('select row_to_json(trial)::text as json from trial order by position')
    return rows.map(({ json }) => JSON.parse(json).value)
  } finally {
    await client.query('drop table trial')
  }
}

/** The value as PostgreSQL reads its type. */
function textOf(value: Json, sqlType: string): string {
  if (sqlType.endsWith('[]')) return `{${(value as Json[]).map((item) => JSON.stringify(item)).join(',')}}`
  if (sqlType.startsWith('json')) return JSON.stringify(value)
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function anyCodeUnit(): fc.Arbitrary<string> {
  return fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit))
}

function pad(value: number | undefined, width = 2): string {
  return String(value).padStart(width, '0')
}
