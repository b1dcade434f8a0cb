import type { Queryable } from '../connection/types.ts'
import { tablesWithoutRows } from './structure.ts'
import type { SequenceStructure, Structure, TableStructure } from './structure.ts'

const schemaOid = `(select oid from pg_namespace where nspname = $1)`

const functionsQuery = `
select pg_get_functiondef(p.oid) as sql, quote_ident($1) || '.' as prefix
from pg_proc p where p.pronamespace = ${schemaOid} and p.prokind in ('f', 'p') order by p.oid`

const sequencesQuery = `
select c.relname as name,
  format('create sequence %I as %s increment by %s minvalue %s maxvalue %s start with %s cache %s%s', c.relname,
    format_type(s.seqtypid, null), s.seqincrement, s.seqmin, s.seqmax, s.seqstart, s.seqcache,
    case when s.seqcycle then ' cycle' else '' end) as "create",
  (select format('alter sequence %I owned by %I.%I', c.relname, t.relname, a.attname)
    from pg_depend d join pg_class t on t.oid = d.refobjid
      join pg_attribute a on a.attrelid = t.oid and a.attnum = d.refobjsubid
    where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.refclassid = 'pg_class'::regclass
      and d.refobjsubid > 0 and d.deptype = 'a') as own
from pg_class c join pg_sequence s on s.seqrelid = c.oid
where c.relnamespace = ${schemaOid} and c.relkind = 'S'
  and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'i')
order by c.relname`

const columnSql = `
format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod))
  || case when a.attcollation <> 0 and a.attcollation <> y.typcollation
    then (select format(' collate %I.%I', n.nspname, l.collname)
      from pg_collation l join pg_namespace n on n.oid = l.collnamespace where l.oid = a.attcollation) else '' end
  || case
    when a.attidentity <> '' then format(' generated %s as identity',
      case a.attidentity when 'a' then 'always' else 'by default' end)
    when a.attgenerated <> '' then format(' generated always as (%s) %s',
      pg_get_expr(d.adbin, d.adrelid, true), case a.attgenerated when 'v' then 'virtual' else 'stored' end)
    when d.adbin is not null then ' default ' || pg_get_expr(d.adbin, d.adrelid, true)
    else '' end
  || case when a.attnotnull then ' not null' else '' end`

const tablesQuery = `
select c.relname as name, c.oid::text as oid,
  format('create %stable %I (%s)%s', case c.relpersistence when 'u' then 'unlogged ' else '' end, c.relname,
    string_agg(${columnSql}, ', ' order by a.attnum),
    case when c.reloptions is null then '' else ' with (' || array_to_string(c.reloptions, ', ') || ')' end) as "create",
  coalesce(json_agg(a.attname::text order by a.attnum) filter (where a.attgenerated = ''), '[]') as columns,
  coalesce(json_agg(format('alter table %I alter column %I set statistics %s', c.relname, a.attname, a.attstattarget))
    filter (where a.attstattarget > 0), '[]') as statistics
from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  join pg_type y on y.oid = a.atttypid
  left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
where c.relnamespace = ${schemaOid} and c.relkind = 'r'
group by c.oid, c.relname, c.relpersistence, c.reloptions order by c.relname`

const constraintsQuery = `
select c.conrelid::text as oid, c.contype = 'f' as "isReference",
  format('alter table %I add constraint %I %s', t.relname, c.conname, pg_get_constraintdef(c.oid, true)) as sql
from pg_constraint c join pg_class t on t.oid = c.conrelid
where c.connamespace = ${schemaOid} and t.relkind = 'r' and c.contype in ('p', 'u', 'x', 'c', 'f')
order by t.relname, position(c.contype::text in 'puxcf'), c.conname`

/** One that is being built is not valid yet; the task that builds it is part of the backup. */
const indexesQuery = `
select i.indrelid::text as oid, pg_get_indexdef(i.indexrelid, 0, true) as sql
from pg_index i join pg_class x on x.oid = i.indexrelid
where x.relnamespace = ${schemaOid} and i.indisvalid
  and not exists (select from pg_constraint c where c.conindid = i.indexrelid and c.contype in ('p', 'u', 'x'))
order by x.relname`

const triggersQuery = `
select g.tgrelid::text as oid, pg_get_triggerdef(g.oid, true)
  || case when g.tgenabled = 'D' then format('; alter table %I disable trigger %I', t.relname, g.tgname) else '' end as sql
from pg_trigger g join pg_class t on t.oid = g.tgrelid
where t.relnamespace = ${schemaOid} and not g.tgisinternal order by t.relname, g.tgname`

const leftOutQuery = `
select case c.relkind when 'v' then 'view ' when 'm' then 'materialized view ' when 'p' then 'partitioned table '
  when 'f' then 'foreign table ' else 'type ' end || c.relname as name
from pg_class c where c.relnamespace = ${schemaOid} and c.relkind not in ('r', 'i', 'S', 't', 'I')
union all select 'type ' || t.typname from pg_type t
where t.typnamespace = ${schemaOid} and t.typtype in ('e', 'd', 'r')
union all select 'aggregate ' || p.proname from pg_proc p
where p.pronamespace = ${schemaOid} and p.prokind not in ('f', 'p') order by 1`

/**
 * Reads how a workspace is built: not from its definitions but from the database itself, so that it comes back as it
 * is, with work that is half done. The session's search path must lead to the schema and to nothing else.
 */
export async function readStructure(db: Queryable, schema: string): Promise<Structure> {
  const read = async <Row extends Record<string, unknown>>(text: string): Promise<Row[]> =>
    (await db.query<Row>({ text, values: [schema] })).rows
  const functions = await read<{ sql: string; prefix: string }>(functionsQuery)
  const leftOut = await read<{ name: string }>(leftOutQuery)
  return {
    schema,
    functions: functions.map(({ sql, prefix }) => sql.replace(prefix, '')),
    sequences: await read<SequenceStructure & Record<string, unknown>>(sequencesQuery),
    tables: await readTables(read),
    leftOut: leftOut.map(({ name }) => name),
  }
}

type Read = <Row extends Record<string, unknown>>(text: string) => Promise<Row[]>

interface TableRow extends Record<string, unknown> {
  name: string
  oid: string
  create: string
  columns: string[]
  statistics: string[]
}

async function readTables(read: Read): Promise<TableStructure[]> {
  const tables = await read<TableRow>(tablesQuery)
  const constraints = await read<{ oid: string; isReference: boolean; sql: string }>(constraintsQuery)
  const indexes = await read<{ oid: string; sql: string }>(indexesQuery)
  const triggers = await read<{ oid: string; sql: string }>(triggersQuery)
  return tables.map(({ name, oid, create, columns, statistics }) => ({
    name,
    create,
    columns,
    complete: [
      ...sqlOf(
        constraints.filter(({ isReference }) => !isReference),
        oid,
      ),
      ...sqlOf(indexes, oid),
      ...statistics,
    ],
    references: sqlOf(
      constraints.filter(({ isReference }) => isReference),
      oid,
    ),
    triggers: sqlOf(triggers, oid),
    hasRows: !tablesWithoutRows.has(name),
  }))
}

const sqlOf = (rows: readonly { oid: string; sql: string }[], oid: string): string[] =>
  rows.filter((row) => row.oid === oid).map(({ sql }) => sql)
