import type { QueryContext } from './context.ts'
import { nameSql } from './masked-field.ts'
import { bindValues } from './parameters.ts'
import { accessConditions, pathSql, tableScope } from './record-scope.ts'
import { createEnvironment } from './sql-environment.ts'
import { quoteName } from './sql-text.ts'

/** Labels by object and id; hidden records are absent. */
export type Labels = ReadonlyMap<string, ReadonlyMap<string, string | null>>

/** The labels of many records at once, as far as the actor may see them. */
export async function labelsOf(ctx: QueryContext, ids: ReadonlyMap<string, ReadonlySet<string>>): Promise<Labels> {
  const wanted = [...ids].filter(([object, set]) => set.size > 0 && ctx.catalog.objects.has(object))
  const found = wanted.map(async ([object, set]) => [object, await labelsOfObject(ctx, object, [...set])] as const)
  return new Map(await Promise.all(found))
}

async function labelsOfObject(ctx: QueryContext, name: string, ids: string[]): Promise<Map<string, string | null>> {
  const object = ctx.catalog.object(name)
  const env = createEnvironment(ctx)
  const keys = env.parameters.bind({ from: 'input', name: 'ids' }, 'uuid[]')
  const scope = tableScope(env, object, 'o', 'actor')
  const label = nameSql(env, scope, (path) => pathSql(env, scope, path))
  const conditions = [`o."id" = any(${keys})`, ...accessConditions(env, object, 'o')]
  const { rows } = await ctx.db.query<{ id: string; label: string | null }>({
    text: `select o."id", ${label} as label from ${quoteName(object.table)} o where ${conditions.join(' and ')}`,
    values: bindValues(env.parameters.sources, { user: ctx.user, now: ctx.now, inputs: { ids } }),
  })
  return new Map(rows.map(({ id, label: text }) => [id, text]))
}
