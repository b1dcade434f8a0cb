import type { CompiledField, CompiledObject } from '@fieldwork/metadata'
import type { QueryContext } from '../query/context.ts'
import { isId } from '../query/get.ts'
import { asReadProblem } from '../query/read-error.ts'
import { accessConditions } from '../query/record-scope.ts'
import { createEnvironment } from '../query/sql-environment.ts'
import { quoteName } from '../query/sql-text.ts'
import { runOnce } from '../query/statement.ts'
import { childRow } from './child-row.ts'
import type { RollUpContext } from './child-row.ts'
import { maintain } from './maintained.ts'
import { relationBetween } from './relations.ts'
import type { Relation } from './relations.ts'
import { childrenJoin } from './tree-walk.ts'

export interface ReadRollUpInput {
  object: string
  id: string
  /** a roll-up of the object; it need not be published */
  field: CompiledField
  /** of the workspace */
  schema: string
}

/**
 * The value that making a roll-up anew would give one record, as JSON text of `{"value","counted","of"}` with how many
 * of the records that refer to it count; null when the actor may not read it. As in the stored value every record
 * counts, whoever may see it.
 */
export async function readRollUp(ctx: QueryContext, input: ReadRollUpInput): Promise<string | null> {
  if (!isId(input.id)) return null
  const object = ctx.catalog.object(input.object)
  const env = createEnvironment(ctx)
  const id = env.parameters.bind({ from: 'input', name: 'id' }, 'uuid')
  const conditions = [`t."id" = ${id}`, 't."deleted_at" is null', ...accessConditions(env, object, 't')]
  const made = madeAnew(ctx, object, input)
  const text =
    `select json_build_object('value', s.v, 'counted', s.n, 'of', s.m)::text` +
    ` from (${made} where ${conditions.join(' and ')} group by t."id") s`
  const values = { user: ctx.user, now: ctx.now, inputs: { id: input.id } }
  const statement = { text, sources: env.parameters.sources }
  const [row] = await runOnce<[string]>(ctx.db, statement, values).catch(asReadProblem)
  return row?.[0] ?? null
}

function madeAnew({ catalog, timeZone }: QueryContext, parent: CompiledObject, { field, schema }: ReadRollUpInput) {
  const { rollUp } = field
  if (!rollUp) throw new Error('Only a roll-up can be read so')
  const columnOf = (object: string, name: string) => catalog.object(object).fields.get(name)?.column ?? name
  const context: RollUpContext = { catalog, schema, timeZone, columnOf }
  const relation: Relation = { ...relationBetween(catalog, parent, rollUp), rollUps: [{ field, rollUp }] }
  const row = childRow(context, relation)
  const value = maintain({ context, relation, row, index: 0 }, { field, rollUp }).scratch.at(-1)?.sql
  const counts = row.counts({ field, rollUp }, rollUp.field === null ? null : row.value(rollUp.field))
  const counted = `count(c."id")${counts === null ? '' : ` filter (where ${counts})`}`
  const type = field.type.column(field.property)?.type
  return (
    `select (${value})::${type} as v, ${counted} as n, count(c."id") as m` +
    ` from ${quoteName(parent.table)} t ${childrenJoin(context, relation)}`
  )
}
