import { quoteName } from '../query/sql-text.ts'
import type { ColumnChange } from './column-change.ts'
import { constraintName } from './names.ts'

const nameOf = ({ table, to }: ColumnChange): string => quoteName(constraintName('sync', table, to.name))

/** From its commit on every write keeps the other column right, so only older rows need to be filled. */
export function createSync(workspace: string, change: ColumnChange): string {
  const { from, to, value, table, isNew } = change
  const [schema, name] = [quoteName(workspace), nameOf(change)]
  const row = [from.name, ...(isNew ? [] : [to.name])].map(
    (column) => `new.${quoteName(column)} as ${quoteName(column)}`,
  )
  return `create or replace function ${schema}.${name}() returns trigger language plpgsql set search_path = ${schema} as $sync$
begin
  select ${value} into new.${quoteName(to.name)} from (select ${row.join(', ')}) t;
  return new;
end $sync$;
create or replace trigger ${name} before insert or update on ${schema}.${quoteName(table)}
  for each row execute function ${schema}.${name}()`
}

export function dropSync(workspace: string, change: ColumnChange): string {
  const [schema, name] = [quoteName(workspace), nameOf(change)]
  return `drop trigger if exists ${name} on ${schema}.${quoteName(change.table)};\ndrop function if exists ${schema}.${name}()`
}
