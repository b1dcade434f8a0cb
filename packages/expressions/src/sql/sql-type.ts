import type { ExprType } from '../types.ts'

const sqlTypes: Record<Exclude<ExprType['kind'], 'list'>, string> = {
  text: 'text',
  integer: 'bigint',
  decimal: 'numeric',
  boolean: 'boolean',
  date: 'date',
  datetime: 'timestamptz',
  record: 'uuid',
  null: 'text',
  any: 'text',
  struct: 'jsonb',
}

/** The PostgreSQL type in which a value of the type is handed over. */
export function sqlType(type: ExprType): string {
  return type.kind === 'list' ? `${sqlType(type.of)}[]` : sqlTypes[type.kind]
}
