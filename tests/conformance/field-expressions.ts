import { checkExpression, compileJs, compileSql } from '@fieldwork/expressions'
import type { CheckedExpression, ExprType, SqlBinder } from '@fieldwork/expressions'
import type { FieldType, Json, Property } from '@fieldwork/fields'

const NOW = new Date('2026-01-31T01:30:00Z')
const TIME_ZONE = 'Asia/Shanghai'

/** PostgreSQL types in which the kinds of expression are handed over. */
const SQL_TYPES: Record<string, string> = {
  text: 'text',
  integer: 'bigint',
  decimal: 'numeric',
  boolean: 'boolean',
  date: 'date',
  datetime: 'timestamptz',
  record: 'uuid',
}

/** The PostgreSQL type of the field's column, or of its value where it is computed. */
export function sqlTypeOf(type: FieldType, property: Property): string {
  return type.column(property)?.type ?? SQL_TYPES[type.expression(property).kind] ?? 'text'
}

/** Checks an expression in which the field is called `value`. */
export function checkFieldExpression(source: string, type: FieldType, property: Property): CheckedExpression {
  const checked = checkExpression(source, environmentOf(type.expression(property)), { expects: { kind: 'boolean' } })
  if (checked.ok) return checked.expression
  throw new Error(`${source}: ${checked.problems.map(({ message }) => message.en).join(' ')}`)
}

/** What the expression gives in JS. */
export function evaluate(expression: CheckedExpression, value: Json): unknown {
  return compileJs(expression)({ record: { value }, variables: {}, now: NOW, timeZone: TIME_ZONE })
}

/** A statement that gives what the expression gives in SQL; its first parameter is the value as text. */
export function evaluationStatement(
  expression: CheckedExpression,
  sqlType: string,
): { text: string; values: string[] } {
  const values: string[] = []
  const condition = compileSql(expression, binderInto(values))
  return { text: `select (${condition}) as holds from (select $1::text::${sqlType} as value) as record`, values }
}

function environmentOf(kind: ExprType): Parameters<typeof checkExpression>[1] {
  return {
    object: 'record',
    fieldType: (object, field) => (object === 'record' && field === 'value' ? kind : undefined),
    fieldNames: () => ['value'],
    variables: {},
  }
}

function binderInto(values: string[]): SqlBinder {
  const bind = (value: unknown, type: ExprType): string => {
    values.push(String(value))
    return `$${values.length + 1}::text::${SQL_TYPES[type.kind]}`
  }
  return {
    column: ([name]) => `record."${name}"`,
    variable: (path) => {
      throw new Error(`No variable is known, not even ${path.join('.')}`)
    },
    literal: bind,
    now: () => `'${NOW.toISOString()}'::timestamptz`,
    today: () => `'2026-01-31'::date`,
    timeZone: () => `'${TIME_ZONE}'`,
  }
}
