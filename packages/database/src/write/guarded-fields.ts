import type { QueryContext } from '../query/context.ts'
import { isId } from '../query/get.ts'
import { accessConditions, accessSql, tableScope } from '../query/record-scope.ts'
import type { RecordScope } from '../query/record-scope.ts'
import { createEnvironment } from '../query/sql-environment.ts'
import type { SqlEnvironment } from '../query/sql-environment.ts'
import { quoteName } from '../query/sql-text.ts'
import { compileStatement, runStatement } from '../query/statement.ts'
import { anyFails, failingNames } from './checks.ts'
import type { Check } from './checks.ts'
import type { Detail } from './statement-parts.ts'

interface Guarded {
  operation: 'create' | 'update'
  /** what the caller gave of the fields that he writes on some records only */
  names: readonly string[]
  /** the record that decides: as it was, or as it is created */
  record: RecordScope
}

/** The part of a cache key that stands for guarded fields. */
export const guardedKey = (names: readonly string[]): string => (names.length === 0 ? '' : `\n${names.join(',')}`)

/** The case and the detail of fields that the actor may not write on this record. */
export function guardedFields(
  env: SqlEnvironment,
  { operation, names, record }: Guarded,
): { cases: string[]; detail: Detail } {
  const partly = env.fieldRights(record.object.name).partlyWritten[operation]
  const checks = names.flatMap((name): Check[] => {
    const access = partly.get(name)
    const allowed = access ? accessSql(env, record, { access }) : null
    return allowed === null ? [] : [{ name: `write:${name}`, when: `(${allowed}) is not true` }]
  })
  return {
    cases: checks.length === 0 ? [] : [`when ${anyFails(checks)} then 'forbidden_field'`],
    detail: { codes: ['forbidden_field'], names: failingNames(checks) },
  }
}

/** Which of these fields the actor may not write on a record that he sees, in its present state. */
export async function unwritableNames(
  ctx: QueryContext,
  { object: name, id, names }: { object: string; id: string; names: readonly string[] },
): Promise<string[]> {
  if (!isId(id) || names.length === 0) return []
  const object = ctx.catalog.object(name)
  const env = createEnvironment(ctx)
  const key = env.parameters.bind({ from: 'input', name: 'id' }, 'uuid')
  const { detail } = guardedFields(env, { operation: 'update', names, record: tableScope(env, object, 'o', 'system') })
  const conditions = [`o."id" = ${key}`, 'o."deleted_at" is null', ...accessConditions(env, object, 'o')]
  const text = `select ${detail.names ?? 'null'} from ${quoteName(object.table)} o where ${conditions.join(' and ')}`
  const values = { user: ctx.user, now: ctx.now, inputs: { id } }
  const [row] = await runStatement<[string[] | null]>(ctx.db, compileStatement(text, env.parameters.sources), values)
  return (row?.[0] ?? []).map((entry) => entry.replace('write:', ''))
}
