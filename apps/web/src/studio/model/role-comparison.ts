import { sameJson } from './json.ts'
import { grantOf, OPERATIONS, OTHER_OBJECTS, rightsOf } from './roles.ts'
import type { GrantDefinition, Operation, RoleDefinition, Scope } from './roles.ts'

/** What two roles say differently about an object. */
export interface GrantDifference {
  object: string
  operations: { operation: Operation; a: Scope | null; b: Scope | null }[]
  /** parts of the grant besides the operations that differ */
  parts: { part: ComparedPart; a: unknown; b: unknown }[]
}

const GRANT_PARTS = ['where', 'related', 'dimensions', 'fields', 'sensitive'] as const

const WHOLE_PARTS = ['apps', 'related', 'dimensions'] as const

/** A part of a role or of a grant that is compared. */
export type ComparedPart = (typeof GRANT_PARTS)[number] | (typeof WHOLE_PARTS)[number]

/** Where two roles differ, by object; objects about which both say the same are left out. */
export function compareRoles(a: RoleDefinition, b: RoleDefinition): GrantDifference[] {
  const names = [...new Set([...Object.keys(a.grants ?? {}), ...Object.keys(b.grants ?? {}), OTHER_OBJECTS])]
  return names.flatMap((object) => {
    const [left, right] = [grantOf(a, object), grantOf(b, object)]
    const operations = differentScopes(left, right)
    const parts = GRANT_PARTS.flatMap((part) => {
      const [before, after] = [left?.[part], right?.[part]]
      return sameJson(before, after) ? [] : [{ part, a: before, b: after }]
    })
    return operations.length + parts.length === 0 ? [] : [{ object, operations, parts }]
  })
}

/** Where two roles differ in what holds for them as a whole. */
export function compareWholes(a: RoleDefinition, b: RoleDefinition) {
  return WHOLE_PARTS.flatMap((part) => (sameJson(a[part], b[part]) ? [] : [{ part, a: a[part], b: b[part] }]))
}

function differentScopes(a: GrantDefinition | undefined, b: GrantDefinition | undefined) {
  const [left, right] = [rightsOf(a), rightsOf(b)]
  return OPERATIONS.flatMap((operation) => {
    const scopes = { a: left[operation] ?? null, b: right[operation] ?? null }
    return scopes.a === scopes.b ? [] : [{ operation, ...scopes }]
  })
}
