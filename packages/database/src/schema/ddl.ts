import knex from 'knex'
import type { Knex } from 'knex'
import { quoteName, quoteText } from '../query/sql-text.ts'
import { storageOrder } from './column-order.ts'
import type { DesiredColumn, DesiredIndex, DesiredTable } from './desired-schema.ts'
import { constraintName } from './names.ts'

/** Only builds text; it has no connection. */
const builder = knex({ client: 'pg' })

/** Room on each page, so that an update without indexed columns stays on it and touches no index. */
const fillfactor = 90

export function createTable(schema: string, table: DesiredTable): string {
  const created = builder.schema.withSchema(schema).createTable(table.name, (t) => {
    for (const column of storageOrder(table.columns)) addTo(t, column)
    t.primary(['id'], { constraintName: constraintName('primaryKey', table.name) })
  })
  return `${created.toString()} with (fillfactor = ${fillfactor})`
}

/** More room: roll-ups change rows far more often than people do. */
export const roomForRollUps = (schema: string, table: string): string =>
  `alter table ${quoteName(schema)}.${quoteName(table)} set (fillfactor = 85)`

export function addColumn(schema: string, table: string, column: DesiredColumn): string {
  return alter(schema, table, (t) => void addTo(t, column))
}

export function dropForeignKey(schema: string, table: string, name: string): string {
  return alter(schema, table, (t) => t.dropForeign([], name))
}

export function addForeignKey(schema: string, table: string, column: DesiredColumn): string {
  const name = constraintName('foreignKey', table, column.name)
  return alter(schema, table, (t) => {
    t.foreign([column.name], name).references(['id']).inTable(`${schema}.${column.reference}`)
  })
}

/** It holds for what is written from now on; the rows there are checked by `validateForeignKey`, which locks nobody out. */
export const addUncheckedForeignKey = (schema: string, table: string, column: DesiredColumn): string =>
  `${addForeignKey(schema, table, column)} not valid`

export const validateForeignKey = (schema: string, table: string, name: string): string =>
  `alter table ${quoteName(schema)}.${quoteName(table)} validate constraint ${quoteName(name)}`

/** Knex has no descending index columns and no ALTER TYPE without its own defaults, so these are written out. */
export function createIndex(schema: string, table: string, index: IndexText, concurrently = ''): string {
  const unique = index.unique ? 'unique ' : ''
  return `create ${unique}index ${concurrently}${quoteName(index.name)} on ${quoteName(schema)}.${quoteName(table)} ${index.definition}`
}

/** The same without keeping writers out; not possible in a transaction, and what fails leaves an invalid index. */
export const createIndexConcurrently = (schema: string, table: string, index: IndexText): string =>
  createIndex(schema, table, index, 'concurrently ')

type IndexText = Pick<DesiredIndex, 'name' | 'unique' | 'definition'>

export function dropIndex(schema: string, name: string): string {
  return `drop index ${quoteName(schema)}.${quoteName(name)}`
}

export function alterType(schema: string, table: string, { name, type }: DesiredColumn): string {
  return `alter table ${quoteName(schema)}.${quoteName(table)} alter column ${quoteName(name)} type ${type}`
}

export function setDefault(schema: string, table: string, column: DesiredColumn): string {
  const change = column.default === null ? 'drop default' : `set default ${column.default}`
  return `alter table ${quoteName(schema)}.${quoteName(table)} alter column ${quoteName(column.name)} ${change}`
}

/** The revision that is being published, and all after it. */
const fromNowOn = 'int8multirange(int8range((select revision + 1 from fw_revision), null))'

/** Notes which column holds the field from now on. */
export function registerColumns(object: string, columns: DesiredColumn[]): string {
  const rows = columns.flatMap(({ field, name, type, reference }) => {
    if (field === null) return []
    return `(${[object, field.name, name, type, reference].map((value) => (value === null ? 'null' : quoteText(value))).join(', ')}, null, ${fromNowOn})`
  })
  if (rows.length === 0) return ''
  return (
    'insert into fw_column (object, field, column_name, sql_type, reference, dropped_at, uses)\n' +
    `values ${rows.join(',\n  ')}\n` +
    'on conflict (object, column_name) do update set field = excluded.field, sql_type = excluded.sql_type,\n' +
    '  reference = excluded.reference, dropped_at = null, uses = fw_column.uses + excluded.uses'
  )
}

export function retireColumn(object: string, column: string): string {
  return `update fw_column set dropped_at = now(), uses = uses - ${fromNowOn}\n  where object = ${quoteText(object)} and column_name = ${quoteText(column)}`
}

export function registerTable(object: string, state: 'live' | 'dropped'): string {
  const droppedAt = state === 'live' ? 'null' : 'now()'
  return (
    `insert into fw_table (object, dropped_at) values (${quoteText(object)}, ${droppedAt})\n` +
    'on conflict (object) do update set dropped_at = excluded.dropped_at'
  )
}

const alter = (schema: string, table: string, change: (t: Knex.AlterTableBuilder) => unknown): string =>
  builder.schema
    .withSchema(schema)
    .alterTable(table, (t) => void change(t))
    .toString()

function addTo(t: Knex.TableBuilder, column: DesiredColumn): void {
  const built = t.specificType(column.name, column.type)
  if (column.notNull) built.notNullable()
  if (column.default !== null) built.defaultTo(builder.raw(column.default))
}
