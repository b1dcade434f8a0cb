import type { CompiledField, CompiledObject } from '@fieldwork/metadata'
import type { QueryContext } from '../query/context.ts'
import { nameSql } from '../query/masked-field.ts'
import { accessConditions, pathSql, storedColumn, tableScope } from '../query/record-scope.ts'
import { createEnvironment } from '../query/sql-environment.ts'
import type { SqlEnvironment } from '../query/sql-environment.ts'
import { bindValues } from '../query/parameters.ts'
import { quoteName } from '../query/sql-text.ts'

export interface OwnedInput {
  object: string
  /** id of a user */
  owner: string
  /** only records that refer by this field to this record */
  of?: { field: string; id: string }
  /** those with ids behind this one; null: from the first */
  after: string | null
  limit: number
}

/** The records of an object that a person owns and the actor may read, by id. */
export async function listOwned(
  ctx: QueryContext,
  { object: name, owner, of, after, limit }: OwnedInput,
): Promise<{ id: string; label: string | null }[]> {
  const object = ctx.catalog.object(name)
  const env = createEnvironment(ctx)
  const scope = tableScope(env, object, 'o', 'actor')
  const label = nameSql(env, scope, (path) => pathSql(env, scope, path))
  const conditions = [
    ...ownedConditions(env, object),
    `(${bound(env, 'after')} is null or o."id" > ${bound(env, 'after')})`,
    ...(of ? [`o.${columnOf(object, of.field)} = ${bound(env, 'of')}`] : []),
  ]
  const { rows } = await ctx.db.query<{ id: string; label: string | null }>({
    text:
      `select o."id", ${label} as label from ${quoteName(object.table)} o where ${conditions.join(' and ')}` +
      ` order by o."id" limit ${limit}`,
    values: bindValues(env.parameters.sources, {
      user: ctx.user,
      now: ctx.now,
      inputs: { owner, after, of: of?.id },
    }),
  })
  return rows
}

/** How many records of an object a person owns, as far as the actor may read them. */
export async function countOwned(ctx: QueryContext, { object: name, owner }: { object: string; owner: string }) {
  const object = ctx.catalog.object(name)
  const env = createEnvironment(ctx)
  const conditions = ownedConditions(env, object)
  const { rows } = await ctx.db.query<{ count: number }>({
    text: `select count(*)::float8 as count from ${quoteName(object.table)} o where ${conditions.join(' and ')}`,
    values: bindValues(env.parameters.sources, { user: ctx.user, now: ctx.now, inputs: { owner } }),
  })
  return rows[0]?.count ?? 0
}

const ownedConditions = (env: SqlEnvironment, object: CompiledObject): string[] => [
  `o.${columnOf(object, 'owner')} = ${bound(env, 'owner')}`,
  'o."deleted_at" is null',
  ...accessConditions(env, object, 'o', { many: 'whole' }),
]

const bound = (env: SqlEnvironment, name: string): string => env.parameters.bind({ from: 'input', name }, 'uuid')

const columnOf = ({ fields }: CompiledObject, name: string): string =>
  quoteName(storedColumn(fields.get(name) as CompiledField))
