import type { PlatformRight } from '@fieldwork/metadata'
import type { LocalizedText } from '@fieldwork/expressions'

/** What can be done with records, in the order of the columns. */
export const OPERATIONS = [
  'read',
  'create',
  'update',
  'delete',
  'assign',
  'share',
  'import',
  'export',
  'print',
  'approve',
  'report',
  'comment',
] as const

/** One of them. */
export type Operation = (typeof OPERATIONS)[number]

/** Whose records, from few to all. */
export const SCOPES = ['own', 'related', 'department', 'below', 'listed', 'all'] as const

/** One of them. */
export type Scope = (typeof SCOPES)[number]

/** What members of a record may do with it. */
export const RELATED = ['none', 'read', 'edit'] as const

/** One of them. */
export type Related = (typeof RELATED)[number]

/** Which values of a dimension count. */
export const DIMENSION_MODES = ['all', 'supervisor', 'own', 'below', 'listed', 'none'] as const

/** One of them. */
export type DimensionMode = (typeof DIMENSION_MODES)[number]

/** What is done with the values of a field. */
export const FIELD_RIGHTS = ['none', 'mask', 'read', 'write'] as const

/** One of them. */
export type FieldRight = (typeof FIELD_RIGHTS)[number]

/** What a role may do with the records of an object. */
export interface GrantDefinition {
  /** a list, all of it with the records of `scope`; or whose records by operation */
  operations: Operation[] | Rights
  scope?: Scope
  /** one condition for every operation; or by operation */
  where?: string | Conditions
  related?: Related
  dimensions?: Record<string, DimensionMode>
  sensitive?: boolean | string[]
  fields?: Record<string, FieldRight>
}

/** Whose records by operation. */
export type Rights = Partial<Record<Operation, Scope>>

/** What must hold of a record, by operation. */
export type Conditions = Partial<Record<Operation, string>>

/** A role as its author writes it. */
export interface RoleDefinition {
  name: string
  label: LocalizedText
  description?: LocalizedText
  administrator?: boolean
  apps?: string[]
  related?: Related
  dimensions?: Record<string, DimensionMode>
  rights?: PlatformRight[]
  /** rows that people may take away at once */
  limits?: { export?: number; print?: number }
  grants?: Record<string, GrantDefinition>
}

/** The grant for every object that is not named. */
export const OTHER_OBJECTS = '*'

/** Whose records a grant is for, by operation, in the order of the columns. */
export function rightsOf(grant: GrantDefinition | undefined): Rights {
  if (!grant) return {}
  const { operations, scope = 'all' } = grant
  const named = Array.isArray(operations)
    ? Object.fromEntries(operations.map((operation) => [operation, scope]))
    : operations
  return Object.fromEntries(OPERATIONS.flatMap((each) => (named[each] ? [[each, named[each]]] : [])))
}

/** What a role says about an object: its own grant, else that for all others. */
export function grantOf({ grants = {} }: RoleDefinition, object: string): GrantDefinition | undefined {
  return grants[object] ?? grants[OTHER_OBJECTS]
}

/** One cell of the matrix. */
export interface Cell {
  /** null: it may not be done */
  scope: Scope | null
  /** `others`: by the grant for all other objects; `implied`: reading that follows from what else may be done */
  from: 'own' | 'others' | 'implied'
}

/** What a role may do with an object by one operation. */
export function cellOf(role: RoleDefinition, object: string, operation: Operation): Cell {
  const grant = grantOf(role, object)
  const rights = rightsOf(grant)
  const from = role.grants?.[object] || object === OTHER_OBJECTS ? 'own' : 'others'
  const scope = rights[operation] ?? null
  if (scope !== null || operation !== 'read') return { scope, from }
  const scopes = Object.values(rights)
  return { scope: SCOPES.findLast((each) => scopes.includes(each)) ?? null, from: 'implied' }
}

/** Cells of the matrix: whole rows where all operations are named. */
export interface CellRange {
  objects: readonly string[]
  operations: readonly Operation[]
}

/**
 * Gives (or with null takes) operations on objects; on those without an owner every scope is `all`. An object that
 * the grant for all others was good for gets one of its own that begins as that.
 */
export function withScope(
  role: RoleDefinition,
  { objects, operations }: CellRange,
  scope: Scope | null,
  isOwned: (object: string) => boolean,
): RoleDefinition {
  return objects.reduce((next, object) => {
    const grant = grantOf(next, object)
    if (!grant && scope === null) return next
    const given = scope === null || isOwned(object) || object === OTHER_OBJECTS ? scope : 'all'
    const changed = Object.fromEntries(operations.map((operation) => [operation, given]))
    const rights = { ...fitting(rightsOf(grant), isOwned(object) || object === OTHER_OBJECTS), ...changed }
    return withGrant(next, object, withRights(grant, rights) ?? nothingOf(next, object))
  }, role)
}

/** What says that an object is closed: nothing at all, but where the grant for all others would open it. */
const nothingOf = ({ grants }: RoleDefinition, object: string): GrantDefinition | undefined =>
  object !== OTHER_OBJECTS && grants?.[OTHER_OBJECTS] ? { operations: [] } : undefined

/** What an object without owner can be given. */
function fitting(rights: Rights, isOwned: boolean): Rights {
  return isOwned ? rights : Object.fromEntries(Object.keys(rights).map((operation) => [operation, 'all']))
}

/** A grant with other rights: a list where all have one scope and it was one; undefined where nothing is left. */
function withRights(
  grant: GrantDefinition | undefined,
  rights: Record<string, Scope | null>,
): GrantDefinition | undefined {
  const { operations: _operations, scope: _scope, ...others } = grant ?? { operations: [] }
  const rest = withConditionsOf(others, rights)
  const given = OPERATIONS.flatMap((each): [Operation, Scope][] => (rights[each] ? [[each, rights[each]]] : []))
  const [first] = given
  if (!first) return undefined
  const isList = Array.isArray(grant?.operations ?? []) && given.every(([, scope]) => scope === first[1])
  if (!isList) return { operations: Object.fromEntries(given), ...rest }
  return { operations: given.map(([each]) => each), ...(first[1] === 'all' ? {} : { scope: first[1] }), ...rest }
}

/** Without the conditions of operations that are not allowed any more. */
function withConditionsOf<Part extends Pick<GrantDefinition, 'where'>>(
  part: Part,
  rights: Record<string, unknown>,
): Part {
  const { where, ...rest } = part
  if (where === undefined || typeof where === 'string') return part
  const kept = Object.entries(where).filter(([operation]) => rights[operation])
  return { ...rest, ...(kept.length > 0 ? { where: Object.fromEntries(kept) } : {}) } as Part
}

/** A role with another grant on an object; without one where it is undefined. */
export function withGrant(role: RoleDefinition, object: string, grant: GrantDefinition | undefined): RoleDefinition {
  const { [object]: _known, ...others } = role.grants ?? {}
  const isKept = grant !== undefined && role.grants?.[object] !== undefined
  if (isKept) return { ...role, grants: { ...role.grants, [object]: grant } }
  return { ...role, grants: grant ? { ...others, [object]: grant } : others }
}

/** Puts a grant that was copied on objects: what is about the fields of another object is left out. */
export function pasteGrant(
  role: RoleDefinition,
  copied: { object: string; grant: GrantDefinition | undefined },
  objects: readonly string[],
  isOwned: (object: string) => boolean,
): RoleDefinition {
  return objects.reduce((next, object) => {
    if (!copied.grant) return withGrant(next, object, undefined)
    const { where: _where, sensitive: _sensitive, fields: _fields, ...general } = copied.grant
    const special = object === copied.object ? copied.grant : general
    const rights = fitting(rightsOf(special), isOwned(object) || object === OTHER_OBJECTS)
    return withGrant(next, object, withRights(special, rights) ?? nothingOf(next, object))
  }, role)
}
