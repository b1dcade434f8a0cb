import { OWNER_DEPARTMENT, ownershipFields } from '@fieldwork/metadata'
import type { CompiledObject, Operation } from '@fieldwork/metadata'
import { fieldOf } from '../query/record-scope.ts'
import type { RecordScope } from '../query/record-scope.ts'
import type { SqlEnvironment } from '../query/sql-environment.ts'
import { fieldSqlType } from '../query/sql-type.ts'
import { anyFails, failingNames } from './checks.ts'
import type { Check } from './checks.ts'
import { ownDepartmentSql } from './filled-values.ts'
import type { Assignments } from './image.ts'
import { accessTest } from './row-rule.ts'
import type { Detail } from './statement-parts.ts'

interface Assignment {
  cases: string[]
  detail: Detail
  /** condition for tests that a record that changes hands is spared; ends with `and` */
  stays: string
}

const none: Assignment = { cases: [], detail: { codes: [], names: null }, stays: '' }

interface AssignmentInput {
  given: readonly string[]
  assigned: Assignments
  before: RecordScope
  /** what it takes to give the record to somebody else */
  right: Operation
}

/**
 * Whose a record is changes by the right to assign it, as it was; then the record may leave the hands of who assigns
 * it, so it is not tested as it will be.
 */
export function assignmentOf(env: SqlEnvironment, { given, assigned, before, right }: AssignmentInput): Assignment {
  const { object } = before
  const changes = given.filter((name) => ownershipFields.has(name) && object.fields.get(name)?.system)
  if (changes.length === 0) return none
  const moved = changes.map((name): Check => {
    return {
      name: `assign:${name}`,
      when: `${assigned.get(name)} is distinct from ${before.column(fieldOf(object, name))}`,
    }
  })
  const allowed = accessTest(env, before, right)
  const isMoved = anyFails(moved)
  return {
    cases: allowed === null ? [] : [`when (${isMoved}) and (${allowed}) is not true then 'forbidden_assign'`],
    detail: allowed === null ? none.detail : { codes: ['forbidden_assign'], names: failingNames(moved) },
    stays: `not (${isMoved}) and `,
  }
}

/** A new record belongs to its owner's department unless who makes it may assign it. */
export function departmentCheck(env: SqlEnvironment, object: CompiledObject, image: RecordScope): Check | null {
  const field = object.fields.get(OWNER_DEPARTMENT)
  const allowed = field?.system ? accessTest(env, image, 'assign') : null
  if (!field || allowed === null) return null
  const own = ownDepartmentSql(env, object, image) ?? `null::${fieldSqlType(field)}`
  const isOther = `${image.column(field)} is distinct from ${own}`
  return { name: `assign:${OWNER_DEPARTMENT}`, when: `(${isOther}) and (${allowed}) is not true` }
}
