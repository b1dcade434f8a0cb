import { quoteName, quoteText } from '../query/sql-text.ts'
import type { IndexTaskArgs } from './background.ts'
import { constraintName } from './names.ts'

type Guarded = Pick<IndexTaskArgs, 'schema' | 'table' | 'index'> & {
  /** SQL of what is unique, over columns */
  keys: readonly string[]
}

/** Above this many of one statement nobody else writes any: every lock takes a place in the server's table of locks. */
const maxKeyLocks = 200

const nameOf = ({ index }: Pick<Guarded, 'index'>): string => constraintName('guard', index.name)

/**
 * What keeps a uniqueness until its index is built. Whoever writes a key waits for the one who writes the same key, and
 * looks for it in the table then: one look through the table for all rows of a statement that bring new keys. It
 * refuses as the index will.
 */
export function createGuard({ schema, table, index, keys }: Guarded): string {
  const place = `${quoteName(schema)}.${quoteName(nameOf({ index }))}`
  const on = `${quoteName(schema)}.${quoteName(table)}`
  const came = `select "id", ${columnsOf(keys)} from new_rows where "deleted_at" is null and ${filled(keys)}`
  const changed =
    `select n.* from (${came}) n join (select "id", "deleted_at", ${columnsOf(keys)} from old_rows) o on o."id" = n."id"` +
    ` where o."deleted_at" is not null or (${namesOf(keys, 'o')}) is distinct from (${namesOf(keys, 'n')})`
  const body = [
    'declare',
    'wanted bigint;',
    'repeated text;',
    'begin',
    "if TG_OP = 'INSERT' then",
    checked({ schema, table, index, keys }, came),
    'else',
    checked({ schema, table, index, keys }, changed),
    'end if;',
    'return null;',
    'end',
  ].join('\n')
  const run = `for each statement execute function ${place}()`
  const name = (suffix: string) => quoteName(constraintName('guard', index.name, suffix))
  return [
    `create or replace function ${place}() returns trigger language plpgsql as ${quoteText(body)}`,
    `create or replace trigger ${name('ins')} after insert on ${on} referencing new table as new_rows ${run}`,
    `create or replace trigger ${name('upd')} after update on ${on} referencing old table as old_rows new table as new_rows ${run}`,
  ].join(';\n')
}

/** The index keeps it from now on, or nobody wants it any more. */
export const dropGuard = (args: Pick<Guarded, 'schema' | 'index'>): string =>
  `drop function if exists ${quoteName(args.schema)}.${quoteName(nameOf(args))}() cascade`

function checked({ schema, table, index, keys }: Guarded, rows: string): string {
  const whole = `hashtextextended(${quoteText(`${schema}:unique:${index.name}`)}, 0)`
  const key = `hashtextextended(${quoteText(`${schema}:unique:${index.name}:`)} || jsonb_build_array(${namesOf(keys, 'r')})::text, 0)`
  const stored = `select "id", ${columnsOf(keys)} from ${quoteName(schema)}.${quoteName(table)} where "deleted_at" is null`
  const isSame = keys.map((_, at) => `t.k${at} = r.k${at}`).join(' and ')
  return [
    `select count(*) into wanted from (select distinct ${namesOf(keys, 'r')} from (${rows}) r) s;`,
    'if wanted = 0 then return null; end if;',
    `if wanted > ${maxKeyLocks} then perform pg_advisory_xact_lock(${whole});`,
    `else perform pg_advisory_xact_lock_shared(${whole});`,
    `perform pg_advisory_xact_lock(s.k) from (select distinct ${key} as k from (${rows}) r order by 1) s;`,
    'end if;',
    `select concat_ws(', ', ${namesOf(keys, 'r')}) into repeated`,
    `from (${rows}) r join (${stored}) t on ${isSame} and t."id" <> r."id" limit 1;`,
    'if found then',
    `raise exception using errcode = 'unique_violation', table = ${quoteText(table)}, constraint = ${quoteText(index.name)},`,
    `message = 'a value that has to be unique is there already', detail = 'Key (key)=(' || repeated || ') already exists.';`,
    'end if;',
  ].join('\n')
}

const columnsOf = (keys: readonly string[]): string => keys.map((key, at) => `${key} as k${at}`).join(', ')
const namesOf = (keys: readonly string[], alias: string): string => keys.map((_, at) => `${alias}.k${at}`).join(', ')
const filled = (keys: readonly string[]): string => keys.map((key) => `${key} is not null`).join(' and ')
