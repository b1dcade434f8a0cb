import type { FieldType, JsonSchema } from '@fieldwork/fields'
import { valueChecker } from '@fieldwork/metadata'
import type { Plugin } from '@fieldwork/plugin-sdk'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkFieldExpression, evaluate, evaluationStatement, sqlTypeOf } from './field-expressions.ts'
import { casesOf, normalised, sqlTextOf, throughColumn, type FieldCase } from './field-values.ts'
import { scratchDatabase } from './test-database.ts'

const CSV_CONTEXT = { timeZone: 'Asia/Shanghai' }

/**
 * Tests whether field types do in schemas, expressions, CSV and PostgreSQL what their `conformance` says: what the
 * platform asks of its own types. One line of a test file of Vitest: `testFieldTypes(plugin)`.
 *
 * @throws Error where there is no field type to test
 */
export function testFieldTypes({ fieldTypes = [] }: Pick<Plugin, 'fieldTypes'>): void {
  if (fieldTypes.length === 0) throw new Error('There are no field types to test')
  const database = useDatabase()
  const cases = casesOf(fieldTypes)
  describe.each([...fieldTypes])('field type $name (PLAT-7)', (type) => testDeclaration(type))
  describe.each(cases)('$type.name $title', (one) => {
    testProperty(one)
    testValues(one)
    testCsv(one)
    testExpressions(one, database)
  })
  const stored = cases.filter(({ type, complete }) => type.column(complete) !== null)
  if (stored.length > 0) describe.each(stored)('column of $type.name $title', (one) => testColumn(one, database))
}

type OpenClient = () => Client

function useDatabase(): OpenClient {
  let client: Client | undefined
  let drop: (() => Promise<void>) | undefined
  beforeAll(async () => {
    const database = await scratchDatabase()
    drop = () => database.drop()
    client = new Client({ connectionString: database.url })
    await client.connect()
    await client.query(`set timezone to 'UTC'`)
  })
  afterAll(async () => {
    await client?.end()
    await drop?.()
  })
  return () => {
    if (!client) throw new Error('The database is not open yet')
    return client
  }
}

/** What is wrong with a value by a schema. */
function checkedBy(schema: JsonSchema): (value: unknown) => object[] {
  const made = valueChecker(schema)
  if ('problems' in made) throw new Error(made.problems.map(({ message }) => message.en).join('; '))
  // the checker fills in defaults
  return (value) =>
    made.check(structuredClone(value)).map(({ code, message, params }) => ({ code, message: message.en, params }))
}

function testDeclaration(type: FieldType): void {
  it('has a label in both languages, an icon, a widget and examples', () => {
    expect(type.label.en.trim()).not.toBe('')
    expect(type.label['zh-CN']).toMatch(/\p{Script=Han}/u)
    expect(type.icon).toMatch(/^[a-z-]+$/)
    expect(type.widget).not.toBe('')
    expect(type.conformance.length).toBeGreaterThan(0)
  })

  it('declares options that accept its examples and nothing unknown', () => {
    const { properties, required = [] } = type.options
    const problems = checkedBy({
      type: 'object',
      required: ['type', ...required],
      additionalProperties: false,
      properties: { type: { type: 'string' }, ...properties },
    })
    for (const { property } of type.conformance) {
      expect(problems(property['x-field'])).toEqual([])
      expect(problems(type.complete(property)['x-field'])).toEqual([])
      expect(problems({ ...property['x-field'], unheardOf: 1 })).not.toEqual([])
    }
    for (const option of required) {
      const { [option]: _left, ...rest } = { ...type.conformance[0]?.property['x-field'] } as Record<string, unknown>
      expect(problems(rest)).not.toEqual([])
    }
  })

  it('lets authors set every keyword that its examples use', () => {
    const used = type.conformance.flatMap(({ property }) => Object.keys(property)).filter((key) => key !== 'x-field')
    expect(type.keywords).toEqual(expect.arrayContaining(used))
  })

  it('finds no problem in its examples', () => {
    expect(type.conformance.flatMap(({ property }) => type.check?.(property) ?? [])).toEqual([])
  })
}

function testProperty({ type, property, complete }: FieldCase): void {
  it('has a normal form with both halves, whose normal form is itself', () => {
    if (type.valueSchema(complete).type !== undefined) expect(complete).toHaveProperty('type')
    expect(complete['x-field']).toMatchObject(property['x-field'])
    expect(type.complete(complete)).toEqual(complete)
  })

  it('gives the same schema for what the author wrote and for its normal form', () => {
    expect(type.valueSchema(property)).toEqual(type.valueSchema(complete))
    expect(type.valueSchema(complete)).not.toHaveProperty('x-field')
  })
}

function testValues(one: FieldCase): void {
  const { type, complete, valid, invalid } = one
  const schema = type.valueSchema(complete)
  const problems = checkedBy(schema)

  it.each(valid)('accepts $value', ({ value }) => {
    expect(problems(value)).toEqual([])
    expect(type.refuse?.(value, complete) ?? null).toBeNull()
  })

  it.each(invalid.map((value) => ({ value })))('refuses $value', ({ value }) => {
    expect(problems(value).length === 0 && !type.refuse?.(value, complete)).toBe(false)
  })

  it('accepts null where the schema of a field that may be empty adds it', () => {
    expect(checkedBy({ anyOf: [schema, { type: 'null' }] })(null)).toEqual([])
  })

  it.each(valid)('normalises $value to what is stored, and that to itself', ({ value, stored = value }) => {
    expect(normalised(one, value)).toEqual(stored)
    expect(normalised(one, stored)).toEqual(stored)
  })
}

function testCsv({ type: { csv }, complete, valid }: FieldCase): void {
  it.each(valid)('reads back from CSV what it wrote for $value', ({ value, stored = value }) => {
    for (const locale of ['en', 'zh-CN'] as const) {
      const cell = csv.format(stored, complete, { ...CSV_CONTEXT, locale })
      expect(csv.parse(cell, complete, { ...CSV_CONTEXT, locale })).toEqual({ value: stored })
    }
    expect(csv.parse(csv.format(stored, complete), complete)).toEqual({ value: stored })
  })

  it('takes a blank CSV cell for no value', () => {
    expect(csv.parse(' ', complete)).toEqual({ value: null })
    expect(csv.format(null, complete)).toBe('')
  })
}

function testExpressions({ type, complete, valid: [first], expressions = [] }: FieldCase, database: OpenClient): void {
  it.each(expressions.map((source) => ({ source })))('holds in JS and SQL: $source', async ({ source }) => {
    if (!first) throw new Error('An expression needs a valid value')
    const value = first.stored ?? first.value
    const sqlType = sqlTypeOf(type, complete)
    const expression = checkFieldExpression(source, type, complete)
    const { text, values } = evaluationStatement(expression, { sqlType, kind: type.expression(complete) })
    const { rows } = await database().query<{ holds: unknown }>(text, [sqlTextOf(value, sqlType), ...values])
    expect({ js: evaluate(expression, value), sql: rows[0]?.holds }).toEqual({ js: true, sql: true })
  })
}

function testColumn(one: FieldCase, database: OpenClient): void {
  const { type, complete, valid, ascending = [] } = one
  const { type: sqlType = '', default: filling } = type.column(complete) ?? {}

  it.each(valid)('gives back $value', async ({ value, stored = value }) => {
    expect(await throughColumn(database(), sqlType, [normalised(one, value)])).toEqual([stored])
  })

  it('gives back null, and its default where nothing is written', async () => {
    const { rows } = await database().query(
      `select null::${sqlType} as nothing, (${filling ?? 'null'})::${sqlType}::text as filling`,
    )
    expect(rows[0]).toEqual({ nothing: null, filling: filling ?? null })
  })

  it('sorts as its examples ascend', async () => {
    const order = sqlType === 'text' ? 'value collate "C"' : 'value'
    const { rows } = await database().query<{ position: string }>(
      `select position from (
         select text::${sqlType} as value, position from unnest($1::text[]) with ordinality as given (text, position)
       ) as record order by ${order}, position desc`,
      [ascending.map((value) => sqlTextOf(value, sqlType))],
    )
    expect(rows.map(({ position }) => Number(position))).toEqual(ascending.map((_, index) => index + 1))
  })
}
