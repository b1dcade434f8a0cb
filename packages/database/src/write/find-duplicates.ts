import { appError } from '@fieldwork/metadata'
import type { QueryContext } from '../query/context.ts'
import { isId } from '../query/get.ts'
import { createEnvironment } from '../query/sql-environment.ts'
import { compileStatement, runStatement } from '../query/statement.ts'
import { duplicateChecks, duplicateNames } from './duplicate-checks.ts'
import { draftScope } from './image.ts'

const nobody = '00000000-0000-0000-0000-000000000000'

/**
 * The duplicates that a record with these values would have: `duplicate:<rule>:<id>,<id>`, whoever may see them.
 *
 * @param input.id the record that is being changed
 */
export async function findDuplicates(
  ctx: QueryContext,
  { object: name, id, values }: { object: string; id?: string; values: Record<string, unknown> },
): Promise<string[]> {
  const object = ctx.catalog.object(name)
  if (object.duplicates.length === 0) return []
  if (id !== undefined && !isId(id)) throw appError('not_found', { name: id })
  const env = createEnvironment(ctx)
  const given = Object.keys(values).filter((field) => values[field] != null && object.fields.get(field)?.column != null)
  const image = draftScope(env, object, { given, eyes: 'system' })
  const self = env.parameters.bind({ from: 'input', name: 'id' }, 'uuid')
  const checks = duplicateChecks(env, { object, assigned: new Map(), image, before: null, id: self })
  const statement = compileStatement(`select ${duplicateNames(checks)}`, env.parameters.sources)
  const bound = { user: ctx.user, now: ctx.now, inputs: { id: id ?? nobody }, fields: values }
  const [row] = await runStatement<[string[]]>(ctx.db, statement, bound)
  return row?.[0] ?? []
}
