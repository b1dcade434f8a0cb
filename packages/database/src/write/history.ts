import { appError, ownershipFields } from '@fieldwork/metadata'
import type { CompiledObject } from '@fieldwork/metadata'
import type { HistoryInput, HistoryPage, QueryContext } from '../query/context.ts'
import { decodeCursor, encodeCursor } from '../query/cursor.ts'
import { getRecord } from '../query/get.ts'
import { readLimit } from '../query/limit.ts'
import { entriesOf } from './history-entries.ts'
import type { Changes, EventRow } from './history-entries.ts'
import { withCauses } from './history-causes.ts'
import { historyCollections, readMergedEvents } from './lines-events.ts'
import { shownChanges } from './shown-changes.ts'

const cursorKeys = [{ type: 'bigint', notNull: true }]
const lastEvent = '9223372036854775807'

const textOf = (changes: string): string =>
  `select id::text as event, version, op, to_json(at)#>>'{}' as at, actor, behalf, reason, ${changes} as changes,` +
  ' record_id as record, null as collection from fw_event' +
  ' where object = $1 and record_id = $2 and id < $3::bigint order by id desc limit $4'

/**
 * The writes of one record, newest first, with labels for lookups and people; null when the actor may not see the
 * record. With its lines their writes stand among its own, as far as the actor may see these; with collections there
 * are only the writes of the lines of these.
 *
 * @throws invalid_cursor, invalid_request (limit, a collection that the record does not have)
 */
export async function readHistory(ctx: QueryContext, input: HistoryInput): Promise<HistoryPage | null> {
  const { object: name, id, after } = input
  const object = ctx.catalog.object(name)
  const limit = readLimit(input.limit, { fallback: 50, max: 500 })
  const collections = historyCollections(object, input)
  const scope = ['history', name, id, ...(collections ?? []).map((collection) => collection.name)].join(':')
  const [before] = after === undefined ? [lastEvent] : decodeCursor(after, scope, cursorKeys)
  if ((await getRecord(ctx, { object: name, id, fields: ['id'] })) === null) return null
  const page = { id, before: String(before), limit: limit + 1 }
  const rows = collections
    ? await readMergedEvents(ctx, object, { ...page, collections, withOwn: input.collections === undefined })
    : await readOwnEvents(ctx, name, page)
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return {
    data: await withCauses(ctx.db, await entriesOf(ctx, object, rows.slice(0, limit))),
    page: { after: last ? encodeCursor(scope, [last.event]) : null },
  }
}

async function readOwnEvents(
  ctx: QueryContext,
  object: string,
  { id, before, limit }: { id: string; before: string; limit: number },
): Promise<EventRow[]> {
  const text = textOf(shownChanges(ctx, object, 'changes'))
  const { rows } = await ctx.db.query<EventRow & Record<string, unknown>>({ text, values: [object, id, before, limit] })
  return rows
}

/** The values to be written so that a record is again what it was at a version. */
export interface PastValues {
  /** the version that the record has now */
  current: number
  values: Record<string, unknown>
}

/**
 * Replays the events backwards. Fields that no longer exist, and those the history does not keep, are left alone.
 *
 * @throws not_found: the record is not visible, or never had that version
 */
export async function readPastValues(
  ctx: QueryContext,
  { object: name, id, version }: { object: string; id: string; version: number },
): Promise<PastValues> {
  const object = ctx.catalog.object(name)
  const record = await getRecord(ctx, { object: name, id, fields: ['id'] })
  if (!record) throw appError('not_found', { name: id })
  const { rows } = await ctx.db.query<{ version: number; changes: Changes }>({
    text: 'select version, changes from fw_event where object = $1 and record_id = $2 and version >= $3 order by id desc',
    values: [name, id, version],
  })
  if (!rows.some((row) => row.version === version)) throw appError('not_found', { name: `version ${version}` })
  const values: Record<string, unknown> = {}
  for (const row of rows) {
    if (row.version === version) break
    for (const [field, [old]] of Object.entries(row.changes)) if (isRestorable(object, field)) values[field] = old
  }
  return { current: record.version, values }
}

/** The version that a record had at a moment; null when it did not exist yet. */
export async function versionAt(
  ctx: QueryContext,
  { object, id, at }: { object: string; id: string; at: string },
): Promise<number | null> {
  const { rows } = await ctx.db.query<{ version: number | null }>({
    text: 'select max(version) as version from fw_event where object = $1 and record_id = $2 and at <= $3::timestamptz',
    values: [object, id, at],
  })
  return rows[0]?.version ?? null
}

/** Whether a value that a field once held can be written again. */
export function isRestorable(object: CompiledObject, name: string): boolean {
  const field = object.fields.get(name)
  return (
    field !== undefined && field.column !== null && !field.type.computed && (!field.system || ownershipFields.has(name))
  )
}
