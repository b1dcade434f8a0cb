import { createHash } from 'node:crypto'
import { quoteName } from '../query/sql-text.ts'
import { ident, literal, triggerName } from '../schema/names.ts'
import { childRow } from './child-row.ts'
import type { ChildRow, RollUpContext } from './child-row.ts'
import { maintain } from './maintained.ts'
import type { Maintained } from './maintained.ts'
import type { Relation } from './relations.ts'

/** The function that keeps all roll-ups over one relation, as it has to be in the database. */
export interface TriggerFunction {
  name: string
  /** exactly as PostgreSQL keeps it */
  source: string
  /** `object.field` of each roll-up -> changes when its value has to be made anew */
  keeps: ReadonlyMap<string, string>
}

const mark = '-- keeps '

/** Generates the function of a relation. */
export function triggerFunction(context: RollUpContext, relation: Relation): TriggerFunction {
  const { child, via, parent, rollUps } = relation
  const row = childRow(context, relation)
  const kept = rollUps.map((rollUp, index) => maintain({ context, relation, row, index }, rollUp))
  const keeps = new Map(
    rollUps.map(({ field }, index) => [
      `${parent.name}.${field.name}`,
      fingerprint(relation, kept[index] as Maintained),
    ]),
  )
  const source = [
    '',
    ...[...keeps].map(([field, hash]) => `${mark}${field} ${hash}`),
    'begin',
    "if TG_OP = 'UPDATE' then",
    applying(context, { relation, row, kept }, ['old', 'new']),
    "elsif TG_OP = 'INSERT' then",
    applying(context, { relation, row, kept }, ['new']),
    'else',
    applying(context, { relation, row, kept }, ['old']),
    'end if;',
    'return null;',
    'end',
    '',
  ].join('\n')
  return { name: triggerName(child.name, via.name), source, keeps }
}

/** What an existing function keeps, by `object.field`. */
export function keptBy(source: string): Map<string, string> {
  const lines = source.split('\n').filter((line) => line.startsWith(mark))
  return new Map(lines.map((line) => line.slice(mark.length).split(' ') as [string, string]))
}

/** Where the SQL numbers roll-ups it does not matter which number one has. */
function fingerprint({ via }: Relation, { scratch }: Maintained): string {
  const text = JSON.stringify([via.name, scratch])
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

interface Kept {
  relation: Relation
  row: ChildRow
  kept: Maintained[]
}

type Side = 'old' | 'new'

/** Locks the parents in the order of their ids, and changes them in the next statement, which sees what others did. */
function applying(context: RollUpContext, { relation, row, kept }: Kept, sides: Side[]): string {
  const changes = deltaSql(context, { relation, row, kept }, sides)
  const table = `${quoteName(context.schema)}.${quoteName(relation.parent.table)}`
  return [
    `perform 1 from ${table} t where t."id" in (select d.p from ${changes}) order by t."id" for no key update;`,
    'if found then',
    `update ${table} t set ${kept.flatMap(({ assign }) => assign).join(',\n  ')}`,
    `from (select * from ${changes}) d where d.p = t."id";`,
    'end if;',
  ].join('\n')
}

function deltaSql(context: RollUpContext, { relation, row, kept }: Kept, sides: Side[]): string {
  const via = quoteName(context.columnOf(relation.child.name, relation.via.name))
  const columns = [...new Set(['id', ...row.columns])].map((column) => `r.${quoteName(column)}`)
  const sources = sides.map(
    (side) =>
      `select ${side === 'old' ? -1 : 1} as fw_sign, r.${via} as fw_parent, ${columns.join(', ')} from ${side}_rows r` +
      ` where r."deleted_at" is null and r.${via} is not null`,
  )
  const gathered = kept.flatMap(({ delta }) => delta).join(',\n  ')
  const isChanged = kept.map((one) => `(${one.isChanged})`).join(' or ')
  return (
    `(select c.fw_parent as p, ${gathered}\nfrom (${sources.join('\nunion all ')}) c group by c.fw_parent) d\n` +
    `where ${isChanged}`
  )
}

/** Creates or replaces the function. */
export function createFunction(schema: string, { name, source }: TriggerFunction): string {
  return `create or replace function ${ident(schema)}.${ident(name)}() returns trigger language plpgsql as ${literal(source)}`
}

const events = [
  { suffix: 'ins', event: 'insert', tables: 'new table as new_rows' },
  { suffix: 'upd', event: 'update', tables: 'old table as old_rows new table as new_rows' },
  { suffix: 'del', event: 'delete', tables: 'old table as old_rows' },
] as const

/** The statements that attach a function to the child's table, by the trigger's name. */
export function createTriggers(schema: string, { child, via }: Relation): Map<string, string> {
  const run = `${ident(schema)}.${ident(triggerName(child.name, via.name))}()`
  return new Map(
    events.map(({ suffix, event, tables }) => {
      const name = triggerName(child.name, via.name, suffix)
      const on = `${ident(schema)}.${ident(child.table)}`
      const text = `create trigger ${ident(name)} after ${event} on ${on} referencing ${tables} for each statement execute function ${run}`
      return [name, text]
    }),
  )
}

export const dropFunction = (schema: string, name: string): string => `drop function ${ident(schema)}.${ident(name)}()`

export const dropTrigger = (schema: string, { table, name }: { table: string; name: string }): string =>
  `drop trigger ${ident(name)} on ${ident(schema)}.${ident(table)}`
