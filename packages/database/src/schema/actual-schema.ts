import type { Queryable } from '../connection/types.ts'
import type { TaskState } from '../tasks/task.ts'

export interface ActualColumn {
  type: string
  notNull: boolean
  /** as pg_get_expr prints it */
  default: string | null
}

export interface ActualTable {
  /** columns there were ever, dropped ones too: PostgreSQL counts them */
  used: number
  columns: Map<string, ActualColumn>
  indexes: Map<string, { unique: boolean; valid: boolean }>
  /** name -> the table referred to */
  foreignKeys: Map<string, { reference: string; valid: boolean }>
}

/** One row of fw_column: which column holds, or held, which field. */
export interface RegisteredColumn {
  object: string
  field: string
  column: string
  type: string
  reference: string | null
  dropped: boolean
  /** from which revision to before which it held the field, in order; null: still; empty where nobody noted it */
  uses: [from: number, to: number | null][]
}

/** The database as it is, not as it was meant to be. */
export interface ActualSchema {
  /** those that were asked for */
  tables: Map<string, ActualTable>
  /** every table there is */
  names: ReadonlySet<string>
  /** by object, the latest dropped first */
  columns: Map<string, RegisteredColumn[]>
  /** every object that ever had a table -> whether it was removed (its table is kept) */
  objects: Map<string, { dropped: boolean }>
  /** tasks about the schema that are not done, by key */
  tasks: ReadonlyMap<string, OpenTask>
}

export interface OpenTask {
  id: string
  state: Exclude<TaskState, 'done'>
  args: unknown
}

const tablesQuery = `
select c.relname as name, c.relnatts::int as used,
  (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
      'notNull', a.attnotnull, 'default', pg_get_expr(d.adbin, d.adrelid)) order by a.attnum)
    from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
  (select json_agg(json_build_object('name', i.relname, 'unique', x.indisunique, 'valid', x.indisvalid))
    from pg_index x join pg_class i on i.oid = x.indexrelid where x.indrelid = c.oid) as indexes,
  (select json_agg(json_build_object('name', k.conname, 'reference', r.relname, 'valid', k.convalidated))
    from pg_constraint k join pg_class r on r.oid = k.confrelid
    where k.conrelid = c.oid and k.contype = 'f') as foreign_keys
from pg_class c
where c.relnamespace = $1::regnamespace and c.relkind = 'r' and c.relname not like 'fw\\_%'
  and ($2::text[] is null or c.relname = any($2))`

const namesQuery = `
select c.relname as name from pg_class c
where c.relnamespace = $1::regnamespace and c.relkind = 'r' and c.relname not like 'fw\\_%'`

const registryQuery = `
select object, field, column_name as column, sql_type as type, reference, dropped_at is not null as dropped,
  (select coalesce(json_agg(json_build_array(lower(u), upper(u)) order by lower(u)), '[]') from unnest(uses) u) as uses
from fw_column where $1::text[] is null or object = any($1) order by dropped_at desc nulls first, column_name`

interface TableRow {
  name: string
  used: number
  columns: ({ name: string } & ActualColumn)[] | null
  indexes: { name: string; unique: boolean; valid: boolean }[] | null
  foreign_keys: { name: string; reference: string; valid: boolean }[] | null
}

/** @param only objects and their tables, which are called the same; null: all */
export async function readActualSchema(
  db: Queryable,
  schema: string,
  only: readonly string[] | null,
): Promise<ActualSchema> {
  const tables = await db.query<TableRow>({ text: tablesQuery, values: [`"${schema}"`, only] })
  const names = await db.query<{ name: string }>({ text: namesQuery, values: [`"${schema}"`] })
  const columns = await db.query<RegisteredColumn>({ text: registryQuery, values: [only] })
  const objects = await db.query<{ name: string; dropped: boolean }>({
    text: 'select object as name, dropped_at is not null as dropped from fw_table',
  })
  const tasks = await db.query<OpenTask & { key: string }>({
    text: `select key, id, state, args from fw_task where key like 'schema:%' and state <> 'done'`,
  })
  return {
    tables: new Map(tables.rows.map((row) => [row.name, toTable(row)])),
    names: new Set(names.rows.map(({ name }) => name)),
    columns: byObject(columns.rows),
    objects: byName(objects.rows),
    tasks: new Map(tasks.rows.map(({ key, ...task }) => [key, task])),
  }
}

function toTable({ used, columns, indexes, foreign_keys: foreignKeys }: TableRow): ActualTable {
  return { used, columns: byName(columns), indexes: byName(indexes), foreignKeys: byName(foreignKeys) }
}

function byName<T extends { name: string }>(items: T[] | null): Map<string, T> {
  return new Map((items ?? []).map((item) => [item.name, item]))
}

function byObject(columns: RegisteredColumn[]): Map<string, RegisteredColumn[]> {
  const groups = new Map<string, RegisteredColumn[]>()
  for (const column of columns) {
    const group = groups.get(column.object)
    if (group) group.push(column)
    else groups.set(column.object, [column])
  }
  return groups
}
