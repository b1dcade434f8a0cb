import type { CompiledObject } from '@fieldwork/metadata'
import { masterOf } from '../query/lines.ts'
import type { LinesOf } from '../query/lines.ts'
import type { QueryContext } from '../query/context.ts'
import { createEnvironment } from '../query/sql-environment.ts'
import { quoteName } from '../query/sql-text.ts'
import { cached } from '../query/statement-cache.ts'
import { compileStatement, runStatement } from '../query/statement.ts'
import type { CompiledStatement } from '../query/statement.ts'
import { changesSql, eventParts, recordedFields } from './event.ts'
import { imagesOf, tellListeners } from './listeners.ts'
import { columnList } from './statement-parts.ts'

export interface RenumberInput extends LinesOf {
  /** ids in their new order; those left out follow in their old one */
  order: readonly string[]
}

/** Counts the live lines of a record from 1 on; a line that moves gets an event. Nothing to do without a position. */
export async function renumberLines(ctx: QueryContext, { object: name, id, order }: RenumberInput): Promise<void> {
  const object = ctx.catalog.object(name)
  if (object.master?.position == null) return
  const statement = cached(ctx.catalog, `renumber\n${name}\n${ctx.timeZone}\n${ctx.now ? 'now' : ''}`, () =>
    compileRenumber(ctx, object),
  )
  const inputs = { id, order: [...order], revision: ctx.catalog.revision, reason: null }
  await runStatement(ctx.db, statement, { user: ctx.user, now: ctx.now, inputs })
}

function compileRenumber(ctx: QueryContext, object: CompiledObject): CompiledStatement {
  const env = createEnvironment(ctx)
  const { field, position } = masterOf(object)
  const column = (name: string) => quoteName(object.fields.get(name)?.column ?? name)
  const place = column(position ?? '')
  const bind = (name: string, type: string) => env.parameters.bind({ from: 'input', name }, type)
  const actor = env.parameters.bind({ from: 'user', key: 'id' }, 'uuid')
  const table = quoteName(object.table)
  const order = bind('order', 'uuid[]')
  const counted =
    `select o."id", o.${place}, row_number() over (order by array_position(${order}, o."id") nulls last, o.${place}` +
    ` nulls last, o."created_at", o."id")::integer as fw_place from ${table} o` +
    ` where o.${column(field)} = ${bind('id', 'uuid')} and o."deleted_at" is null`
  const moved = `update ${table} o set ${place} = pre.fw_place, "version" = o."version" + 1, "updated_at" = now(), "updated_by" = ${actor}`
  const recorded = recordedFields(object, [position ?? ''])
  const event = {
    object: object.name,
    op: 'update',
    row: 'upd',
    changes: changesSql(recorded, { before: 'pre', after: 'upd' }),
    actor,
    revision: bind('revision', 'bigint'),
    reason: bind('reason', 'text'),
    from: 'upd join pre using ("id")',
  }
  const returned = new Set(['id', 'version', 'updated_at', object.fields.get(position ?? '')?.column ?? ''])
  const old = new Map([[position ?? '', `pre.${place}`]])
  const { join, ...scopes } = imagesOf(env, object, { row: 'upd', old, used: returned })
  const images = { ...scopes, join: `${join} join pre on pre."id" = upd."id"` }
  const told = tellListeners(env, object, { told: { op: 'update', written: new Set([position ?? '']) }, images })
  const text =
    `with pre as materialized (${counted}),` +
    ` upd as (${moved} from pre where o."id" = pre."id" and o.${place} is distinct from pre.fw_place` +
    ` returning ${columnList(returned, 'o')}), ${eventParts(event, told).join(', ')} select count(*)::integer from upd`
  return compileStatement(text, env.parameters.sources)
}
