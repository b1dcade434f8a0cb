import type { CompiledListener, CompiledObject, ListenedOperation } from '@fieldwork/metadata'
import { constantSql } from '../query/record-scope.ts'
import type { RecordScope } from '../query/record-scope.ts'
import type { SqlEnvironment } from '../query/sql-environment.ts'
import { quoteText } from '../query/sql-text.ts'
import { storedFields } from './checks.ts'
import { rowScope, valuesScope } from './image.ts'
import { ruleReaches } from './line-rules.ts'

/** What a write does, as those who listen to it see it. */
export interface Told {
  /** as its event says it */
  op: string
  transition?: string
  /** names of the fields that it writes; null: all of them, there was nothing before */
  written: ReadonlySet<string> | null
  /** lines are written next: who asks about them is left to `tellLineListeners` */
  beforeLines?: boolean
}

/** To come back and to be assigned are changes too. */
export const operations: Readonly<Record<string, ListenedOperation>> = {
  create: 'create',
  update: 'update',
  restore: 'update',
  assign: 'update',
  undelete: 'update',
  transition: 'transition',
  delete: 'delete',
}

/** Those of an object whom a write may concern, known before it runs. */
export function listenersTo({ object, ...told }: Told & { object: CompiledObject }): readonly CompiledListener[] {
  const operation = operations[told.op]
  return object.listeners.filter((listener) => {
    const { operations: heard, transitions } = listener
    if (operation === undefined || !heard.includes(operation)) return false
    if (operation === 'transition' && transitions && !transitions.includes(told.transition ?? '')) return false
    return !asksChanges(listener, told) || watched(object, listener, told).length > 0
  })
}

/** What is deleted has not changed in any field. */
const asksChanges = ({ fields }: CompiledListener, { op }: Told): boolean => fields !== undefined && op !== 'delete'

/** Columns among those written that a listener watches; of a formula, what it is made of. */
export function watched(
  object: CompiledObject,
  { fields = [] }: CompiledListener,
  { written }: Pick<Told, 'written'>,
): string[] {
  const names = fields.flatMap((name) => {
    const formula = object.fields.get(name)?.formula
    return formula ? storedFields(object, formula) : [name]
  })
  return names.filter((name) => object.fields.get(name)?.column != null && (written === null || written.has(name)))
}

export interface Images {
  /** the record after the write, in the scope of `from` */
  after: RecordScope
  /** the record before it; null: there was none */
  before: RecordScope | null
  /** what follows `from fw_ev`: the CTEs of the images, joined with `fw_ev.record_id` */
  join: string
}

/**
 * CTE that tells a write to those who listen, out of the event's CTE `ev` (which must return `id` and `record_id`);
 * none where nobody listens. Conditions never raise, and one that is null does not hold.
 */
export function tellListeners(
  env: SqlEnvironment,
  object: CompiledObject,
  { told, images, ev = 'ev' }: { told: Told; images: Images; ev?: string },
): string[] {
  const listeners = listenersTo({ object, ...told }).filter((one) => !told.beforeLines || !looksAtLines(object, one))
  if (listeners.length === 0) return []
  const { after, before, join } = images
  const record: RecordScope = { ...after, records: { old: before } }
  const rows = listeners.map((listener) => {
    const conditions = [
      ...(asksChanges(listener, told) ? [changedSql(object, { listener, told, images })] : []),
      ...(listener.when ? [constantSql(env, record, listener.when)] : []),
    ]
    return `(${quoteText(listener.name)}, ${conditions.map((sql) => `(${sql})`).join(' and ') || 'true'})`
  })
  return [
    `${ev}_told as (insert into fw_outbox (event, listener) select ${ev}."id", fw_w.listener from ${ev} ${join}` +
      ` cross join lateral (values ${rows.join(', ')}) fw_w(listener, holds) where fw_w.holds is true)`,
  ]
}

/** Whether the condition looks at what refers to the record, itself or by a total. */
export const looksAtLines = (object: CompiledObject, { when }: CompiledListener): boolean =>
  when !== null && ruleReaches(object, when)

interface Changed {
  listener: CompiledListener
  told: Told
  images: Images
}

function changedSql(object: CompiledObject, { listener, told, images: { after, before } }: Changed): string {
  const names = watched(object, listener, told)
  const changed = names.map((name) => {
    const field = object.fields.get(name)!
    const now = after.column(field)
    return before === null ? `${now} is not null` : `${now} is distinct from ${before.column(field)}`
  })
  return changed.length === 0 ? 'false' : changed.join(' or ')
}

/** The images of rows that a CTE has written, where `old` holds what it replaced and all else is as before. */
export function imagesOf(
  env: SqlEnvironment,
  object: CompiledObject,
  { row, old, used, ev = 'ev' }: { row: string; old: ReadonlyMap<string, string>; used: Set<string>; ev?: string },
): Images {
  const after = rowScope(env, object, row, used)
  const before = valuesScope(env, object, (field) => old.get(field.name) ?? after.column(field))
  return { after, before, join: `join ${row} on ${row}."id" = ${ev}."record_id"` }
}
