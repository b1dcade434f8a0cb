import type { QueryContext } from './context.ts'
import { fieldOf, tableScope } from './record-scope.ts'
import { accessConditions } from './record-scope.ts'
import { outputFields, selectOutputs } from './output.ts'
import { createEnvironment, environmentKey } from './sql-environment.ts'
import { quoteName } from './sql-text.ts'
import { cached } from './statement-cache.ts'
import { compileStatement, runStatement } from './statement.ts'
import type { CompiledStatement } from './statement.ts'

/** A line as it is stored. */
export interface StoredLine {
  id: string
  version: number
  /** as a read returns it */
  record: Record<string, unknown>
}

export interface LinesOf {
  /** the object of the lines; its master is the record they belong to */
  object: string
  /** id of the master */
  id: string
}

/** All live lines of a record that the actor may see, in their order. */
export async function readLines(ctx: QueryContext, { object, id }: LinesOf): Promise<StoredLine[]> {
  const statement = cached(ctx.catalog, `lines\n${object}\n${environmentKey(ctx)}`, () => compileLines(ctx, object))
  const values = { user: ctx.user, now: ctx.now, inputs: { id } }
  const rows = await runStatement<[string, number, Record<string, unknown>]>(ctx.db, statement, values)
  return rows.map(([line, version, record]) => ({ id: line, version, record }))
}

function compileLines(ctx: QueryContext, name: string): CompiledStatement {
  const object = ctx.catalog.object(name)
  const env = createEnvironment(ctx)
  const scope = tableScope(env, object, 'o', 'actor')
  const { field, position } = masterOf(object)
  const id = env.parameters.bind({ from: 'input', name: 'id' }, 'uuid')
  const conditions = [
    `${scope.column(fieldOf(object, field))} = ${id}`,
    'o."deleted_at" is null',
    ...accessConditions(env, object, 'o'),
  ]
  const order = [...(position === null ? [] : [scope.column(fieldOf(object, position))]), 'o."created_at"', 'o."id"']
  const text =
    `select o."id", o."version", row_to_json(fw_t) from ${quoteName(object.table)} o,` +
    ` lateral (select ${selectOutputs(env, scope, outputFields(object, undefined))}) fw_t` +
    ` where ${conditions.join(' and ')} order by ${order.join(', ')}`
  return compileStatement(text, env.parameters.sources)
}

/** The master of an object whose records are lines. */
export function masterOf({ name, master }: ReturnType<QueryContext['catalog']['object']>) {
  if (!master) throw new Error(`The records of ${name} are no lines`)
  return master
}
