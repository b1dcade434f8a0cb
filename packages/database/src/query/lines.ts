import type { QueryContext } from './context.ts'
import { isId } from './get.ts'
import { fieldOf, tableScope } from './record-scope.ts'
import { accessConditions } from './record-scope.ts'
import { outputFields, selectOf, selectOutputs } from './output.ts'
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

/**
 * The live lines of a record that the actor may see, in their order.
 *
 * @param input.ids only these
 */
export async function readLines(
  ctx: QueryContext,
  { object, id, ids }: LinesOf & { ids?: readonly string[] | undefined },
): Promise<StoredLine[]> {
  const some = ids !== undefined
  const statement = cached(ctx.catalog, `lines\n${object}\n${some}\n${environmentKey(ctx)}`, () =>
    compileLines(ctx, object, some),
  )
  const values = { user: ctx.user, now: ctx.now, inputs: { id, ids: ids?.filter(isId) } }
  const rows = await runStatement<[string, number, Record<string, unknown>]>(ctx.db, statement, values)
  return rows.map(([line, version, record]) => ({ id: line, version, record }))
}

/** The place of the last line of a record; 0 without lines or places. */
export async function lastPlace(ctx: QueryContext, { object: name, id }: LinesOf): Promise<number> {
  const object = ctx.catalog.object(name)
  const { field, position } = masterOf(object)
  if (position === null) return 0
  const [master, place] = [field, position].map((each) => quoteName(object.fields.get(each)?.column ?? each))
  const { rows } = await ctx.db.query<{ last: number | null }>({
    text: `select max(${place})::integer as last from ${quoteName(object.table)} where ${master} = $1 and "deleted_at" is null`,
    values: [id],
  })
  return rows[0]?.last ?? 0
}

function compileLines(ctx: QueryContext, name: string, some: boolean): CompiledStatement {
  const object = ctx.catalog.object(name)
  const env = createEnvironment(ctx)
  const scope = tableScope(env, object, 'o', 'actor')
  const { field, position } = masterOf(object)
  const id = env.parameters.bind({ from: 'input', name: 'id' }, 'uuid')
  const conditions = [
    `${scope.column(fieldOf(object, field))} = ${id}`,
    'o."deleted_at" is null',
    ...(some ? [`o."id" = any(${env.parameters.bind({ from: 'input', name: 'ids' }, 'uuid[]')})`] : []),
    ...accessConditions(env, object, 'o'),
  ]
  const order = [...(position === null ? [] : [scope.column(fieldOf(object, position))]), 'o."created_at"', 'o."id"']
  const text =
    `select o."id", o."version", row_to_json(fw_t) from ${quoteName(object.table)} o,` +
    ` lateral (${selectOf(selectOutputs(env, scope, outputFields(env, object, undefined)))}) fw_t` +
    ` where ${conditions.join(' and ')} order by ${order.join(', ')}`
  return compileStatement(text, env.parameters.sources)
}

/** The master of an object whose records are lines. */
export function masterOf({ name, master }: ReturnType<QueryContext['catalog']['object']>) {
  if (!master) throw new Error(`The records of ${name} are no lines`)
  return master
}
