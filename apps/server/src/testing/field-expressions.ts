import { checkExpression, compileJs, compileSql, sqlType } from '@fieldwork/expressions'
import type { CheckedExpression, ExprType, SqlBinder } from '@fieldwork/expressions'
import { structPart } from '@fieldwork/database'
import type { ExpressionKind, FieldType, Json, Property } from '@fieldwork/fields'

const NOW = new Date('2026-01-31T01:30:00Z')
const TIME_ZONE = 'Asia/Shanghai'

/** The PostgreSQL type of the field's column, or of its value where it is computed. */
export function sqlTypeOf(type: FieldType, property: Property): string {
  return type.column(property)?.type ?? sqlType(type.expression(property))
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
  { sqlType, kind }: { sqlType: string; kind: ExpressionKind },
): { text: string; values: string[] } {
  const values: string[] = []
  const condition = compileSql(expression, binderInto(values, kind))
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

function binderInto(values: string[], kind: ExpressionKind): SqlBinder {
  const bind = (value: unknown, type: ExprType): string => {
    values.push(String(value))
    return `$${values.length + 1}::text::${sqlType(type)}`
  }
  return {
    column: ([name, ...rest]) => structPart(kind, rest)?.sql(`record."${name}"`) ?? `record."${name}"`,
    rows: () => {
      throw new Error('No other record is known')
    },
    variable: (path) => {
      throw new Error(`No variable is known, not even ${path.join('.')}`)
    },
    literal: bind,
    now: () => `'${NOW.toISOString()}'::timestamptz`,
    today: () => `'2026-01-31'::date`,
    timeZone: () => `'${TIME_ZONE}'`,
  }
}
