import * as fc from 'fast-check'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { structPart } from '@fieldwork/database'
import { checkExpression, compileJs, compileSql, functionKeys } from '@fieldwork/expressions'
import type { CheckedExpression, ExprType, ExprValue, SqlBinder, SqlRows, TypedNode } from '@fieldwork/expressions'
import type { ExpressionKind } from '@fieldwork/fields'
import { createTestDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { anySource, patternSource } from '../support/expression-sources.ts'
import {
  environment,
  loaded,
  now,
  objects,
  people,
  row,
  timeZones,
  variableValues,
} from '../support/expression-world.ts'

const variableTypes: Record<string, string> = { decimal: 'numeric', text: 'text', record: 'uuid', list: 'text[]' }

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
  const { pairs, functions } = await compare(anySource, { numRuns: 100, interruptAfterTimeLimit: 20_000 })
  expect(pairs).toBeGreaterThanOrEqual(10_000)
  expect(functionKeys().filter((key) => !functions.has(key))).toEqual([])
})

test('they agree on patterns of every form', async () => {
  const { pairs } = await compare(patternSource, { numRuns: 40, interruptAfterTimeLimit: 8_000 })
  expect(pairs).toBeGreaterThanOrEqual(4_000)
})

async function compare(source: fc.Arbitrary<string>, limits: { numRuns: number; interruptAfterTimeLimit: number }) {
  let pairs = 0
  const functions = new Set<string>()
  const batch = fc.record({
    sources: fc.array(source, { minLength: 1, maxLength: 60, size: 'max' }),
    rows: fc.array(row, { minLength: 1, maxLength: 40, size: 'max' }),
    timeZone: fc.constantFrom(...timeZones),
  })
  const agrees = fc.asyncProperty(batch, async ({ sources, rows, timeZone }) => {
    const expressions = sources.flatMap(checked)
    await compareBatch(expressions, rows, timeZone)
    pairs += expressions.length * rows.length
    for (const { node } of expressions) noteFunctions(node, functions)
  })
  await fc.assert(agrees, { ...limits, markInterruptAsFailure: false })
  return { pairs, functions }
}

async function compareBatch(expressions: CheckedExpression[], rows: Record<string, unknown>[], timeZone: string) {
  const fromSql = await evaluateInSql(expressions, rows, timeZone)
  for (const [i, expression] of expressions.entries()) {
    const evaluate = compileJs(expression)
    for (const [j, values] of rows.entries()) {
      const actual = evaluate({ record: loaded(values), variables: variableValues, now, timeZone })
      const message = `${expression.source} in ${timeZone} of ${JSON.stringify(values)}`
      const { value, predicate } = fromSql(i, j)
      expect(actual, message).toStrictEqual(parse(value, expression.type))
      if (expression.type.kind === 'boolean') expect(predicate, message).toBe(String(actual === true))
    }
  }
}

/** Generated sources may go over more lists than one expression is allowed to. */
function checked(text: string): CheckedExpression[] {
  const result = checkExpression(text, environment)
  if (!result.ok && result.problems.every(({ code }) => code === 'expression_too_complex')) return []
  if (!result.ok) throw new Error(`${text}: ${result.problems.map((problem) => problem.message.en).join(' ')}`)
  return [result.expression]
}

/** The functions that a tree calls, wherever in it. */
function noteFunctions(part: unknown, found: Set<string>): void {
  if (typeof part !== 'object' || part === null) return
  const { kind, fn } = part as Partial<TypedNode> & { fn?: string }
  if ((kind === 'call' || kind === 'macro') && fn !== undefined) found.add(fn)
  for (const inner of Object.values(part)) noteFunctions(inner, found)
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
  const text = `select ${columns.join(',\n')} from rows from (jsonb_to_recordset($1::jsonb) as (${columnsOf('deal')})) with ordinality r order by ordinality`
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
    column: ([name = '', ...rest]) => columnOf('deal', `r."${name}"`, [name, ...rest]),
    rows: (_root, [name = '']) => rowsOf('deal', `r."${name}"`, name),
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

const columnsOf = (object: string): string =>
  Object.entries(objects[object]!)
    .map(([name, { sql }]) => `"${name}" ${sql}`)
    .join(', ')

function columnOf(object: string, column: string, [name = '', ...rest]: string[]): string {
  const kind = objects[object]![name]!.type as ExpressionKind
  return structPart(kind, rest)?.sql(column) ?? column
}

let aliases = 0

/** The records of a collection, which the row holds as JSON, or those of the people that a list names. */
function rowsOf(object: string, list: string, name: string): SqlRows {
  const { type } = objects[object]![name]!
  if (type.kind !== 'list' || type.of.kind !== 'record') throw new Error(`${name} is no list of records`)
  const target = type.of.object
  const alias = `x${++aliases}`
  const values = people.map((one) => `('${one.id}'::uuid, '${one.name}'::text, ${one.score})`)
  return {
    from: type.collection
      ? `jsonb_to_recordset(${list}) as ${alias} (${columnsOf(target)})`
      : `(values ${values.join(', ')}) ${alias} (id, name, score)`,
    where: type.collection ? [] : [`${alias}.id = any(${list})`],
    column: (path) => columnOf(target, `${alias}."${path[0] ?? 'id'}"`, path.length === 0 ? ['id'] : path),
    rows: ([inner = '']) => rowsOf(target, `${alias}."${inner}"`, inner),
  }
}

function parse(value: string | null, type: ExprType): ExprValue {
  if (value === null) return null
  if (type.kind === 'boolean') return value === 'true'
  if (type.kind === 'integer' || type.kind === 'decimal') return Number(value) + 0
  if (type.kind === 'datetime') return new Date(Number(value) * 1000).toISOString()
  return value
}
