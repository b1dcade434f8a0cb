import { sqlType } from '@fieldwork/expressions'
import type { CompiledField } from '@fieldwork/metadata'

/** The PostgreSQL type of a field's value: its column, or what its formula gives. */
export function fieldSqlType(field: CompiledField): string {
  if (field.formula) return sqlType(field.formula.type)
  const column = field.type.column(field.property)
  if (!column) throw new Error(`The field ${field.name} has neither a column nor a formula`)
  return column.type
}
