import type { QueryContext } from '../query/context.ts'
import { masterOf } from '../query/lines.ts'
import type { LinesOf } from '../query/lines.ts'
import { quoteName } from '../query/sql-text.ts'
import { isRestorable } from './history.ts'

/** What became of a line between a moment and now. */
export interface PastLine {
  id: string
  isLive: boolean
  wasLive: boolean
  /** what has to be written so that its fields are again what they were */
  values: Record<string, unknown>
}

interface Row {
  id: string
  live: boolean
  op: string | null
  later: Record<string, [unknown, unknown]>[] | null
  [column: string]: unknown
}

/**
 * The lines that a record has or had, compared with a moment. Events are replayed backwards as for the record itself.
 *
 * @param at timestamp as PostgreSQL writes it: a JavaScript date would lose its microseconds
 */
export async function readPastLines(
  ctx: QueryContext,
  { object: name, id, at }: LinesOf & { at: string },
): Promise<PastLine[]> {
  const object = ctx.catalog.object(name)
  const column = object.fields.get(masterOf(object).field)?.column ?? ''
  const events = 'from fw_event e where e.object = $1 and e.record_id = c."id"'
  const { rows } = await ctx.db.query<Row>({
    text:
      `select c."id", c."deleted_at" is null as live,` +
      ` (select e.op ${events} and e.at <= $3::timestamptz and e.op in ('create', 'delete', 'undelete') order by e.id desc limit 1) as op,` +
      ` (select json_agg(e.changes order by e.id desc) ${events} and e.at > $3::timestamptz) as later` +
      ` from ${quoteName(object.table)} c where c.${quoteName(column)} = $2`,
    values: [name, id, at],
  })
  return rows.map(({ id: line, live, op, later }) => {
    const values: Record<string, unknown> = {}
    for (const changes of later ?? [])
      for (const [field, [old]] of Object.entries(changes)) if (isRestorable(object, field)) values[field] = old
    return { id: line, isLive: live, wasLive: op !== null && op !== 'delete', values }
  })
}

/** The moment at which a record got a version, as PostgreSQL writes it; null when it never had it. */
export async function momentOfVersion(
  ctx: QueryContext,
  { object, id, version }: { object: string; id: string; version: number },
): Promise<string | null> {
  const { rows } = await ctx.db.query<{ at: string }>({
    text: 'select at::text as at from fw_event where object = $1 and record_id = $2 and version = $3 order by id desc limit 1',
    values: [object, id, version],
  })
  return rows[0]?.at ?? null
}
