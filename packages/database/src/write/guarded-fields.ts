import { accessSql } from '../query/record-scope.ts'
import type { RecordScope } from '../query/record-scope.ts'
import type { SqlEnvironment } from '../query/sql-environment.ts'
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
