import type { ExprType } from '@fieldwork/expressions'
import type { CompiledField } from '@fieldwork/metadata'

const castTypes: Record<string, string> = {
  text: 'text',
  integer: 'bigint',
  decimal: 'numeric',
  boolean: 'boolean',
  date: 'date',
  datetime: 'timestamptz',
  record: 'uuid',
  null: 'text',
  any: 'text',
}

/** The PostgreSQL type in which a value of an expression is bound. */
export function castType(type: ExprType): string {
  return type.kind === 'list' ? `${castType(type.of)}[]` : (castTypes[type.kind] ?? 'text')
}

/** The PostgreSQL type of a field's value: its column, or what its formula gives. */
export function fieldSqlType(field: CompiledField): string {
  if (field.formula) return castType(field.formula.type)
  const column = field.type.column(field.property)
  if (!column) throw new Error(`The field ${field.name} has neither a column nor a formula`)
  return column.type
}
