import { appError, isPlainObject } from '@fieldwork/metadata'
import type { CompiledField, CompiledObject } from '@fieldwork/metadata'
import type { HistoryEntry, HistoryInput, HistoryPage, QueryContext } from '../query/context.ts'
import { decodeCursor, encodeCursor } from '../query/cursor.ts'
import { getRecord, isId } from '../query/get.ts'
import { labelsOf } from '../query/labels.ts'
import type { Labels } from '../query/labels.ts'
import { shownChanges } from './shown-changes.ts'
import { readLimit } from '../query/limit.ts'
import { readMergedEvents } from './lines-events.ts'
import type { EventsInput, MergedEvent } from './lines-events.ts'
import { readFirstValues } from './first-values.ts'
import { withFiles } from './history-files.ts'

type Changes = Record<string, [unknown, unknown]>

interface EventRow {
  event: string
  version: number | null
  op: string
  at: string
  actor: string | null
  reason: string | null
  changes: Changes
}

const cursorKeys = [{ type: 'bigint', notNull: true }]

const textOf = (changes: string): string =>
  `select id::text as event, version, op, to_json(at)#>>'{}' as at, actor, reason, ${changes} as changes from fw_event` +
  ' where object = $1 and record_id = $2 and id < $3::bigint order by id desc limit $4'

/**
 * The writes of one record, newest first, with labels for lookups and people; null when the actor may not see the
 * record.
 *
 * @throws invalid_cursor, invalid_request (limit)
 */
export async function readHistory(ctx: QueryContext, input: HistoryInput): Promise<HistoryPage | null> {
  const { object: name, id, after } = input
  const object = ctx.catalog.object(name)
  const limit = readLimit(input.limit, { fallback: 50, max: 500 })
  const scope = `history:${name}:${id}`
  const [before] = after === undefined ? [lastEvent] : decodeCursor(after, scope, cursorKeys)
  if ((await getRecord(ctx, { object: name, id, fields: ['id'] })) === null) return null
  if (input.lines) return mergedHistory(ctx, object, { id, before: String(before), limit, scope })
  const text = textOf(shownChanges(ctx, name, 'changes'))
  const { rows } = await ctx.db.query<EventRow>({ text, values: [name, id, before, limit + 1] })
  const page = rows.slice(0, limit)
  await addFirstValues(ctx, object, { id, page })
  const labels = await labelsOf(ctx, referencesIn(object, page))
  const last = rows.length > limit ? page.at(-1) : undefined
  return {
    data: await withFiles(
      ctx.db,
      object,
      page.map((row) => entryOf(ctx, object, { row, labels })),
    ),
    page: { after: last ? encodeCursor(scope, [last.event]) : null },
  }
}

/** The writes of a record and of its lines in one order; each is told by the fields of its own object. */
async function mergedHistory(
  ctx: QueryContext,
  object: CompiledObject,
  { scope, limit, ...input }: EventsInput & { scope: string },
): Promise<HistoryPage> {
  const rows = await readMergedEvents<EventRow>(ctx, object, { ...input, limit: limit + 1 })
  const page = rows.slice(0, limit)
  const objectOf = ({ collection }: MergedEvent<EventRow>): CompiledObject =>
    collection === null ? object : ctx.catalog.object(object.collections.get(collection)?.object ?? '')
  for (const row of page) await addFirstValues(ctx, objectOf(row), { id: row.record, page: [row] })
  const data = await Promise.all(
    page.map(async ({ record, collection, ...row }) => {
      const of = objectOf({ record, collection, ...row })
      const ids = referencesIn(of, [row])
      if (collection !== null) ids.set(of.name, new Set([...(ids.get(of.name) ?? []), record]))
      const labels = await labelsOf(ctx, ids)
      const line = { collection: collection ?? '', object: of.name, id: record }
      const label = labels.get(of.name)?.get(record) ?? null
      const own = entryOf(ctx, of, { row, labels })
      const [entry = own] = await withFiles(ctx.db, of, [own])
      return { ...entry, ...(collection !== null && { line: { ...line, label } }) }
    }),
  )
  const last = rows.length > limit ? page.at(-1) : undefined
  return { data, page: { after: last ? encodeCursor(scope, [last.event]) : null } }
}

/** What a record was created with, where its first event does not say: see `first-values.ts`. */
async function addFirstValues(
  ctx: QueryContext,
  object: CompiledObject,
  { id, page }: { id: string; page: readonly EventRow[] },
): Promise<void> {
  const created = page.find(({ op, changes }) => op === 'create' && Object.keys(changes).length === 0)
  if (!created) return
  const values = await readFirstValues(ctx, object, id)
  created.changes = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [null, value]]))
}

const lastEvent = '9223372036854775807'

/** Ids to be shown with labels, by object. */
function referencesIn(object: CompiledObject, rows: readonly EventRow[]): Map<string, Set<string>> {
  const ids = new Map<string, Set<string>>([['user', new Set()]])
  const add = (target: string, id: unknown) => {
    if (isReference(id)) ids.set(target, (ids.get(target) ?? new Set()).add(id))
  }
  for (const { actor, changes } of rows) {
    add('user', actor)
    for (const [name, values] of Object.entries(changes)) {
      const field = object.fields.get(name)
      for (const value of values) for (const { target, id } of referencesOf(field, value)) add(target, id)
    }
  }
  return ids
}

function entryOf(
  { masked }: QueryContext,
  object: CompiledObject,
  { row: event, labels }: { row: EventRow; labels: Labels },
): HistoryEntry {
  const { actor, changes, ...row } = event
  const hidden = masked ? Object.keys(changes).filter((name) => masked(object.name).has(name)) : []
  const shown = Object.entries(changes).map(([name, [old, now]]) => {
    const field = object.fields.get(name)
    return [name, [old, now].map((value) => labelled(field, value, labels))] as const
  })
  return {
    ...row,
    actor: actor === null ? null : { id: actor, label: labels.get('user')?.get(actor) ?? null },
    changes: Object.fromEntries(shown) as HistoryEntry['changes'],
    ...(hidden.length > 0 && { masked: hidden }),
  }
}

interface Reference {
  target: string
  id: string
}

/** What a value points to. */
function referencesOf(field: CompiledField | undefined, value: unknown): Reference[] {
  if (field?.reference) return isReference(value) ? [{ target: field.reference, id: value }] : []
  if (!field?.targets) return []
  if (Array.isArray(value)) {
    const [target = ''] = field.targets.objects
    return value.filter(isReference).map((id) => ({ target, id }))
  }
  const { object, id } = isPlainObject(value) ? value : {}
  return typeof object === 'string' && isReference(id) ? [{ target: object, id }] : []
}

/** The value as reads give it, with labels. */
function labelled(field: CompiledField | undefined, value: unknown, labels: Labels): unknown {
  const found = referencesOf(field, value)
  if (found.length === 0) return value
  const shown = found.map(({ target, id }) => ({ id, label: labels.get(target)?.get(id) ?? null }))
  if (Array.isArray(value)) return shown
  return field?.targets ? { object: found[0]?.target, ...shown[0] } : shown[0]
}

/** A field that is a lookup now may have held other values before. */
const isReference = (value: unknown): value is string => typeof value === 'string' && isId(value)

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
  return field !== undefined && field.column !== null && !field.type.computed && (!field.system || name === 'owner')
}
