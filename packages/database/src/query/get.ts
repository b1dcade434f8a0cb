import type { QueryContext } from './context.ts'
import { parseExpand } from './expand.ts'
import type { ExpandNode } from './expand.ts'
import { selectRecord } from './expand-sql.ts'
import { outputFields } from './output.ts'
import { asReadProblem } from './read-error.ts'
import { accessConditions, tableScope } from './record-scope.ts'
import { createEnvironment, environmentKey } from './sql-environment.ts'
import { quoteName } from './sql-text.ts'
import { cached } from './statement-cache.ts'
import { compileStatement, runStatement } from './statement.ts'
import type { CompiledStatement } from './statement.ts'

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export interface GetInput {
  object: string
  id: string
  /** field names and paths; default every field */
  fields?: string[]
  /** collections read with it, see `ListInput` */
  expand?: string
}

/**
 * One record as JSON text, and its version for the ETag; null when there is none, it is deleted or hidden.
 *
 * @throws unknown_field, invalid_request (expand)
 */
export async function getRecord(
  ctx: QueryContext,
  { object, id, fields, expand }: GetInput,
): Promise<{ json: string; version: number } | null> {
  const plan = parseExpand(ctx, { object, expand, limit: 1 })
  const key = `get\n${object}\n${environmentKey(ctx)}\n${fields?.join(',') ?? ''}\n${plan.shape}`
  const statement = cached(ctx.catalog, key, () => compileGet(ctx, object, { fields, expand: plan.nodes }))
  if (!isId(id)) return null
  const values = { user: ctx.user, now: ctx.now, inputs: { ...plan.inputs, id } }
  const [row] = await runStatement<[string, number]>(ctx.db, statement, values).catch(asReadProblem)
  return row ? { json: row[0], version: row[1] } : null
}

/** Whether a text can be the id of a record at all. */
export const isId = (id: string): boolean => uuid.test(id)

interface GetSpec {
  fields: string[] | undefined
  expand: readonly ExpandNode[]
}

function compileGet(ctx: QueryContext, name: string, { fields, expand }: GetSpec): CompiledStatement {
  const object = ctx.catalog.object(name)
  const env = createEnvironment(ctx)
  const id = env.parameters.bind({ from: 'input', name: 'id' }, 'uuid')
  const scope = tableScope(env, object, 'o', 'actor')
  const record = selectRecord(env, scope, { fields: outputFields(env, object, fields), expand })
  const conditions = [`o."id" = ${id}`, `o."deleted_at" is null`, ...accessConditions(env, object, 'o')]
  const text =
    `select row_to_json(fw_t)::text, o."version" from ${quoteName(object.table)} o, lateral (${record}) fw_t` +
    ` where ${conditions.join(' and ')}`
  return compileStatement(text, env.parameters.sources, 'any')
}
