import type { Queryable } from '../connection/types.ts'

/** A function behind triggers of ours, as it is in the database. */
export interface ActualFunction {
  name: string
  source: string
  triggers: { name: string; table: string }[]
}

const text = `
select p.proname as name, p.prosrc as source,
  (select coalesce(json_agg(json_build_object('name', g.tgname, 'table', c.relname) order by g.tgname), '[]')
    from pg_trigger g join pg_class c on c.oid = g.tgrelid where g.tgfoid = p.oid and not g.tgisinternal) as triggers
from pg_proc p where p.pronamespace = $1::regnamespace and p.proname like $2`

/** The functions of ours by name, those whose names a pattern of LIKE matches. */
export async function readFunctions(db: Queryable, schema: string, like: string): Promise<Map<string, ActualFunction>> {
  const { rows } = await db.query<ActualFunction & Record<string, unknown>>({ text, values: [`"${schema}"`, like] })
  return new Map(rows.map((row) => [row.name, row]))
}
