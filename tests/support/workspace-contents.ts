import type { Database } from '@fieldwork/database'

/** Tables whose rows a backup leaves out, or that a restoration itself writes into. */
const apart = new Set([
  'fw_session',
  'fw_captcha',
  'fw_attempt',
  'fw_idempotency',
  'fw_backup',
  'fw_task',
  'fw_operation',
  'fw_login',
  'fw_revision',
  'fw_acl',
  'fw_metadata_history',
  'fw_migration',
])

/** A hash of the rows of each table, whatever their order. */
export async function contentsOf(db: Database): Promise<Record<string, string>> {
  const tables = await db.query<{ name: string }>({
    text: `select relname as name from pg_class where relnamespace = $1::regnamespace and relkind = 'r' order by 1`,
    values: [db.schema],
  })
  const contents: Record<string, string> = {}
  for (const { name } of tables.rows) {
    if (apart.has(name)) continue
    const { rows } = await db.query<{ sum: string }>({
      text: `select count(*) || ':' || coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) as sum from "${name}" t`,
    })
    contents[name] = rows[0]!.sum
  }
  return contents
}

/** Everything in the schema that is no row: columns, keys, indexes, triggers, functions. */
export async function buildOf(db: Database): Promise<string[]> {
  const { rows } = await db.query<{ line: string }>({
    text: `select line from (
        select 'column ' || table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' '
          || coalesce(column_default, '') || ' ' || coalesce(generation_expression, '') as line
        from information_schema.columns where table_schema = $1
        union all select 'index ' || indexdef from pg_indexes where schemaname = $1
        union all select 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
        from pg_constraint where connamespace = $1::regnamespace
        union all select 'trigger ' || pg_get_triggerdef(g.oid) from pg_trigger g join pg_class c on c.oid = g.tgrelid
        where c.relnamespace = $1::regnamespace and not g.tgisinternal
        union all select 'function ' || pg_get_functiondef(oid) from pg_proc where pronamespace = $1::regnamespace
        union all select 'options ' || relname || coalesce(array_to_string(reloptions, ','), '') from pg_class
        where relnamespace = $1::regnamespace and relkind = 'r') all_lines order by line`,
    values: [db.schema],
  })
  // PostgreSQL puts more brackets around what it has parsed than around what it was given
  return rows.map(({ line }) => line.replaceAll(/[()]/g, ''))
}
