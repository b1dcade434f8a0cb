import type { CompiledListener, CompiledObject } from '@fieldwork/metadata'
import type { Queryable } from '../connection/types.ts'
import type { QueryContext } from '../query/context.ts'
import { constantSql } from '../query/record-scope.ts'
import type { RecordScope } from '../query/record-scope.ts'
import { createEnvironment, environmentKey } from '../query/sql-environment.ts'
import type { SqlEnvironment } from '../query/sql-environment.ts'
import { quoteName, quoteText } from '../query/sql-text.ts'
import { cached } from '../query/statement-cache.ts'
import { compileStatement, runStatement } from '../query/statement.ts'
import type { CompiledStatement } from '../query/statement.ts'
import { rowScope, valuesScope } from './image.ts'
import { listenersTo, looksAtLines, operations, tellListeners, watched } from './listeners.ts'

interface NewRows {
  object: CompiledObject
  ids: readonly string[]
  beforeLines: boolean
}

/** Tells the creation of many rows that this transaction has just stored, in one statement; none where nobody listens. */
export async function tellNewRows(ctx: QueryContext, tx: Queryable, { object, ids, beforeLines }: NewRows) {
  if (listenersTo({ object, op: 'create', written: null }).length === 0) return
  const key = `tell-rows\n${object.name}\n${environmentKey(ctx)}\n${beforeLines}`
  const statement = cached(ctx.catalog, key, () => compileNewRows(ctx, object, beforeLines))
  if (statement === null) return
  await runStatement(tx, statement, { user: ctx.user, now: ctx.now, inputs: { ids: [...ids] } })
  tx.told?.()
}

function compileNewRows(ctx: QueryContext, object: CompiledObject, beforeLines: boolean): CompiledStatement | null {
  const env = createEnvironment(ctx)
  const after = rowScope(env, object, 'o', new Set())
  const join = `join ${quoteName(object.table)} o on o."id" = ev."record_id"`
  const told = { op: 'create', written: null, beforeLines }
  const parts = tellListeners(env, object, { told, images: { after, before: null, join } })
  if (parts.length === 0) return null
  const ids = env.parameters.bind({ from: 'input', name: 'ids' }, 'uuid[]')
  const ev = `select e."id", e."record_id" from fw_event e where e.record_id = any(${ids}) and e.op = 'create'`
  return compileStatement(`with ev as (${ev}), ${parts.join(', ')} select 1`, env.parameters.sources)
}

/**
 * Tells the writes of records whose lines this transaction has written after them to those whose conditions look at
 * the lines. What a record held before is known from its event.
 */
export async function tellLineListeners(
  ctx: QueryContext,
  { object: name, ids }: { object: string; ids: readonly string[] },
): Promise<void> {
  const object = ctx.catalog.object(name)
  if (!object.listeners.some((listener) => looksAtLines(object, listener))) return
  const statement = cached(ctx.catalog, `tell-lines\n${name}\n${environmentKey(ctx)}`, () => compileLines(ctx, object))
  await runStatement(ctx.db, statement, { user: ctx.user, now: ctx.now, inputs: { ids: [...ids] } })
  ctx.db.told?.()
}

/** The last event of this transaction is that of the write which the lines belong to. */
function compileLines(ctx: QueryContext, object: CompiledObject): CompiledStatement {
  const env = createEnvironment(ctx)
  const ids = env.parameters.bind({ from: 'input', name: 'ids' }, 'uuid[]')
  const ops = Object.keys(operations).map(quoteText).join(', ')
  const events =
    `select distinct on (e.record_id) e."id", e.record_id, e.op, e.changes from fw_event e` +
    ` where e.record_id = any(${ids}) and e.at = now() and e.op in (${ops}) order by e.record_id, e.id desc`
  const listeners = object.listeners.filter((listener) => looksAtLines(object, listener))
  const arms = listeners.map((listener) => {
    const conditions = lineConditions(env, object, listener).map((sql) => `(${sql})`)
    return `(${quoteText(listener.name)}, ${conditions.join(' and ')})`
  })
  const text =
    `insert into fw_outbox (event, listener) select ev."id", fw_w.listener from (${events}) ev` +
    ` join ${quoteName(object.table)} o on o."id" = ev.record_id` +
    ` cross join lateral (values ${arms.join(', ')}) fw_w(listener, holds) where fw_w.holds is true`
  return compileStatement(text, env.parameters.sources)
}

function lineConditions(env: SqlEnvironment, object: CompiledObject, listener: CompiledListener): string[] {
  const after = rowScope(env, object, 'o', new Set())
  const heard = Object.keys(operations).filter((op) => listener.operations.includes(operations[op]!))
  const columns = watched(object, listener, { written: null })
  const given = columns.map((name) => `${after.column(object.fields.get(name)!)} is not null`)
  const changed = `case when ev.op = 'create' then ${given.join(' or ') || 'false'} else ev.changes ?| array[${columns.map(quoteText).join(', ')}]::text[] end`
  const record: RecordScope = { ...after, records: { old: replacedScope(env, after) } }
  return [
    `ev.op in (${heard.map(quoteText).join(', ')})`,
    ...(listener.fields ? [changed] : []),
    ...(listener.when ? [constantSql(env, record, listener.when)] : []),
  ]
}

/** What the event says was replaced, read as the column holds it; a new record held nothing. */
function replacedScope(env: SqlEnvironment, after: RecordScope): RecordScope {
  const { object } = after
  return valuesScope(env, object, (field) => {
    const [column, name] = [field.column ?? '', quoteText(field.name)]
    const was = `jsonb_build_object(${quoteText(column)}, ev.changes -> ${name} -> 0)`
    const replaced = `(jsonb_populate_record(null::${quoteName(object.table)}, ${was})).${quoteName(column)}`
    return `case when ev.op = 'create' then null when ev.changes ? ${name} then ${replaced} else ${after.column(field)} end`
  })
}
