import type { CompiledObject } from '@fieldwork/metadata'
import type { QueryContext } from '../query/context.ts'
import { bindValues } from '../query/parameters.ts'
import { createEnvironment } from '../query/sql-environment.ts'
import { draftScope } from './image.ts'
import { sequenceParts } from './sequence.ts'

/**
 * The auto-numbers that a record with these values would get if it were created now, by field. Nothing is taken, so
 * somebody else may get them first. What the actor may not see of other records is left out of them.
 */
export async function nextNumbers(
  ctx: QueryContext,
  { object: name, values }: { object: string; values: Record<string, unknown> },
): Promise<Record<string, string>> {
  const object = ctx.catalog.object(name)
  const env = createEnvironment(ctx)
  const given = storedNames(object, values)
  const image = draftScope(env, object, { given, eyes: 'actor' })
  const parts = sequenceParts(env, object, { image, given }).filter(({ field }) => !env.masked(name).has(field.name))
  if (parts.length === 0) return {}
  const text = `select array[${parts.map(({ next }) => next()).join(', ')}]::text[] as numbers`
  const bound = bindValues(env.parameters.sources, { user: ctx.user, now: ctx.now, fields: values })
  const { rows } = await ctx.db.query<{ numbers: string[] }>({ text, values: bound })
  return Object.fromEntries(parts.map(({ field }, i) => [field.name, rows[0]?.numbers[i] ?? '']))
}

const storedNames = ({ fields }: CompiledObject, values: Record<string, unknown>): string[] =>
  Object.keys(values).filter((name) => values[name] != null && fields.get(name)?.column != null)
