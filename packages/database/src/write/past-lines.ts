import type { QueryContext } from '../query/context.ts'
import { masterOf } from '../query/lines.ts'
import type { LinesOf } from '../query/lines.ts'
import { quoteName, quoteText } from '../query/sql-text.ts'
import { isRestorable } from './history.ts'

/** What became of a line between a moment and now. */
export interface PastLine {
  id: string
  isLive: boolean
  wasLive: boolean
  /** the record that it belongs to now */
  master: string
  /** the record that it belonged to at the moment, or when it was made after that */
  pastMaster: string
  /** what has to be written so that its fields are again what they were */
  values: Record<string, unknown>
}

interface Row {
  id: string
  live: boolean
  master: string
  op: string | null
  later: Record<string, [unknown, unknown]>[] | null
  [column: string]: unknown
}

/** Lines of a record, or what refers to it by another field. */
interface PastLinesOf extends LinesOf {
  /** the field that refers to the record; that of lines to their master when absent */
  field?: string
  at: string
}

/**
 * The lines that a record has or had, those included that have come from other records or gone to them since, compared
 * with a moment. Events are replayed backwards as for the record itself.
 *
 * @param at timestamp as PostgreSQL writes it: a JavaScript date would lose its microseconds
 */
export async function readPastLines(
  ctx: QueryContext,
  { object: name, id, at, ...by }: PastLinesOf,
): Promise<PastLine[]> {
  const object = ctx.catalog.object(name)
  const field = by.field ?? masterOf(object).field
  const column = `c.${quoteName(object.fields.get(field)?.column ?? field)}`
  const events = 'from fw_event e where e.object = $1 and e.record_id = c."id"'
  const { rows } = await ctx.db.query<Row>({
    text:
      `select c."id", c."deleted_at" is null as live, ${column} as master,` +
      ` (select e.op ${events} and e.at <= $3::timestamptz and e.op in ('create', 'delete', 'undelete') order by e.id desc limit 1) as op,` +
      ` (select json_agg(e.changes order by e.id desc) ${events} and e.at > $3::timestamptz) as later` +
      ` from ${quoteName(object.table)} c where ${column} = $2 or c."id" in (${goneLines(field)})`,
    values: [name, id, at],
  })
  return rows.map(({ id: line, live, master, op, later }) => {
    const values: Record<string, unknown> = {}
    for (const changes of later ?? [])
      for (const [key, [old]] of Object.entries(changes)) if (isRestorable(object, key)) values[key] = old
    const pastMaster = typeof values[field] === 'string' ? values[field] : master
    return { id: line, isLive: live, wasLive: op !== null && op !== 'delete', master, pastMaster, values }
  })
}

/**
 * Lines that went to another record: each did so at a moment at which an event of the record tells that it changed, so
 * that only the events of these moments are looked through.
 */
const goneLines = (field: string): string =>
  `select g.record_id from fw_event m join fw_event g on g.at = m.at and g.object = $1` +
  ` and g.changes->${quoteText(field)}->>0 = $2::text where m.record_id = $2 and m.at > $3::timestamptz`

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
