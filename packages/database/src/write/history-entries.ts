import { isPlainObject } from '@fieldwork/metadata'
import type { CompiledField, CompiledObject } from '@fieldwork/metadata'
import type { HistoryEntry, QueryContext } from '../query/context.ts'
import { isId } from '../query/get.ts'
import { labelsOf } from '../query/labels.ts'
import type { Labels } from '../query/labels.ts'
import { readFirstValues } from './first-values.ts'
import { withFiles } from './history-files.ts'

export type Changes = Record<string, [unknown, unknown]>

/** An event as it is stored. */
export interface EventRow {
  event: string
  version: number | null
  op: string
  at: string
  actor: string | null
  behalf: string | null
  reason: string | null
  changes: Changes
  /** id of the record that was written */
  record: string
  /** the collection of lines that it belongs to; null: the record that is asked for */
  collection: string | null
}

/** Events told with labels and files, in their order; each by the fields of its own object. */
export async function entriesOf(
  ctx: QueryContext,
  object: CompiledObject,
  rows: readonly EventRow[],
): Promise<HistoryEntry[]> {
  const objectOf = ({ collection }: EventRow): CompiledObject =>
    collection === null ? object : ctx.catalog.object(object.collections.get(collection)?.object ?? '')
  const groups = new Map<CompiledObject, EventRow[]>()
  for (const row of rows) groups.set(objectOf(row), [...(groups.get(objectOf(row)) ?? []), row])
  for (const [of, group] of groups) await addFirstValues(ctx, of, group)
  const labels = await labelsOf(ctx, referencesIn(groups))
  const told = new Map<string, HistoryEntry>()
  for (const [of, group] of groups) {
    const entries = group.map((row) => entryOf(ctx, of, { row, labels }))
    for (const entry of await withFiles(ctx.db, of, entries)) told.set(entry.event, entry)
  }
  return rows.flatMap(({ event }) => told.get(event) ?? [])
}

/** What records were created with, where their first events do not say: see `first-values.ts`. */
async function addFirstValues(ctx: QueryContext, object: CompiledObject, rows: readonly EventRow[]): Promise<void> {
  const created = rows.filter(({ op, changes }) => op === 'create' && Object.keys(changes).length === 0)
  if (created.length === 0) return
  const ids = created.map(({ record }) => record)
  const values = await readFirstValues(ctx, object, ids)
  for (const row of created) {
    const first = Object.entries(values.get(row.record) ?? {})
    row.changes = Object.fromEntries(first.map(([name, value]) => [name, [null, value]]))
  }
}

/** Ids to be shown with labels, by object. */
function referencesIn(groups: ReadonlyMap<CompiledObject, readonly EventRow[]>): Map<string, Set<string>> {
  const ids = new Map<string, Set<string>>([['user', new Set()]])
  const add = (target: string, id: unknown) => {
    if (isReference(id)) ids.set(target, (ids.get(target) ?? new Set()).add(id))
  }
  for (const [object, rows] of groups) {
    for (const { actor, behalf, changes, collection, record } of rows) {
      add('user', actor)
      add('user', behalf)
      if (collection !== null) add(object.name, record)
      for (const [name, values] of Object.entries(changes)) {
        const field = object.fields.get(name)
        for (const value of values) for (const { target, id } of referencesOf(field, value)) add(target, id)
      }
    }
  }
  return ids
}

function entryOf(
  { masked }: QueryContext,
  object: CompiledObject,
  { row: event, labels }: { row: EventRow; labels: Labels },
): HistoryEntry {
  const { actor, behalf, changes, record, collection, ...row } = event
  const hidden = masked ? Object.keys(changes).filter((name) => masked(object.name).has(name)) : []
  const labelOf = (of: string, id: string) => labels.get(of)?.get(id) ?? null
  const shown = Object.entries(changes).map(([name, [old, now]]) => {
    const field = object.fields.get(name)
    return [name, [old, now].map((value) => labelled(field, value, labels))] as const
  })
  return {
    ...row,
    actor: actor === null ? null : { id: actor, label: labelOf('user', actor) },
    ...(behalf !== null && { behalf: { id: behalf, label: labelOf('user', behalf) } }),
    changes: Object.fromEntries(shown) as HistoryEntry['changes'],
    ...(hidden.length > 0 && { masked: hidden }),
    ...(collection !== null && {
      line: { collection, object: object.name, id: record, label: labelOf(object.name, record) },
    }),
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
