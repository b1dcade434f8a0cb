import type { DepartmentScope, DimensionScope, RowAccess, RowArm, RowWay } from '@fieldwork/database'
import type { CheckedExpression } from '@fieldwork/expressions'
import type { Catalog, CompiledGrant, CompiledObject, DimensionMode, Operation, Scope } from '@fieldwork/metadata'
import type { ActorShape, Assigned } from './assignments.ts'
import { conditionFor, grantFor } from './grant-for.ts'

export interface ArmsInput {
  catalog: Catalog
  shape: ActorShape
  object: CompiledObject
  operation: Operation
  /** what the actor may do with the records of another object */
  access(object: string, operation: Operation): RowAccess
}

/** One grant: rows by its ways, those alone that its condition holds for. */
interface GrantedRows {
  where: CheckedExpression | null
  /** null: every row */
  ways: Map<string, RowWay> | null
}

/**
 * What assignments say of the rows of an object: those of equal conditions in one arm, since what they share need not
 * be tested twice. Scope and dimensions of one assignment hold together; those of others are no part of it.
 */
export function compileArms(input: ArmsInput): { arms: RowArm[]; key: string } {
  const groups = new Map<string, GrantedRows>()
  for (const assigned of input.shape.assigned) {
    const grant = grantFor(assigned.role, input.object.name, input.operation)
    if (!grant) continue
    const ways = waysOf(input, { assigned, grant })
    const where = conditionFor(grant, input.operation)
    const known = groups.get(where?.source ?? '')
    const both = known === undefined ? ways : ways && known.ways && new Map([...known.ways, ...ways])
    groups.set(where?.source ?? '', { where, ways: both })
  }
  const open = [...groups].filter(([, { ways }]) => ways === null || ways.size > 0)
  return {
    arms: open.map(([, { where, ways }]) => ({ where, ways: ways && [...ways.values()] })),
    key: JSON.stringify(open.map(([where, { ways }]) => [where, ways && [...ways.keys()]])),
  }
}

export interface OneGrant {
  assigned: Assigned
  grant: CompiledGrant
}

/** By what a row can come to the actor, each under a text that stands for it; null: every row comes. */
export function waysOf(input: ArmsInput, { assigned, grant }: OneGrant): Map<string, RowWay> | null {
  const { object, operation, shape } = input
  if (object.isOpen) return null
  const scopes = scopesOf(grant, operation)
  const ways = new Map<string, RowWay>()
  const limits = limitsOf(input, { assigned, grant })
  for (const scope of limits === null ? [] : scopes) {
    const departments = departmentsOf(object, { scope, assigned, shape })
    if (departments === undefined || limits === null) continue
    if (departments === null && limits.dimensions.length === 0 && !limits.through) return null
    const way: RowWay = { kind: 'scope', departments, ...limits }
    ways.set(`scope ${JSON.stringify([departments, limits.dimensions])} ${through(limits)}`, way)
  }
  if (object.hasOwner) ways.set('owner', { kind: 'owner' })
  if (operation === 'read' && input.catalog.approved.has(object.name)) ways.set('approver', { kind: 'approver' })
  for (const way of grantedWays(input, { scopes, grant })) ways.set(`${way.as} ${way.level}`, way)
  return ways
}

const through = ({ through: needed }: Pick<Limits, 'through'>): string =>
  needed ? `${needed.field} ${needed.access.kind === 'rule' ? needed.access.key : needed.access.kind}` : ''

/** Where reading is not named, whatever can be done otherwise can be read. */
export function scopesOf({ scopes }: CompiledGrant, operation: Operation): Scope[] {
  const named = scopes.get(operation)
  return named === undefined ? [...new Set(scopes.values())] : [named]
}

/** Operations that leave a record as it is. */
export const looking: ReadonlySet<Operation> = new Set(['read', 'export', 'print', 'report', 'comment'])

type GrantedWay = Extract<RowWay, { kind: 'granted' }>

/** By being a member, as far as the role lets members count; by a share, for reading and changing. */
function grantedWays(
  { object, operation }: ArmsInput,
  { scopes, grant: { related } }: { scopes: readonly Scope[]; grant: CompiledGrant },
): GrantedWay[] {
  if (operation === 'create' || operation === 'import') return []
  const level = looking.has(operation) ? 1 : 2
  const isCounted = object.hasOwner && scopes.some((scope) => scope !== 'own')
  const asMember = isCounted && (related === 'edit' || (related === 'read' && level === 1))
  const asShare = level === 1 || operation === 'update'
  return [
    ...(asMember ? [{ kind: 'granted', as: 'member', level } as const] : []),
    ...(asShare ? [{ kind: 'granted', as: 'share', level } as const] : []),
  ]
}

interface ScopeInput {
  scope: Scope
  assigned: Assigned
  shape: ActorShape
}

/** null: of every department; undefined: the scope leads to no row beside the actor's own. */
export function departmentsOf(
  { hasOwner }: CompiledObject,
  { scope, assigned, shape }: ScopeInput,
): DepartmentScope | null | undefined {
  if (scope === 'all') return null
  if (!hasOwner || scope === 'own' || scope === 'related') return undefined
  if (scope === 'listed') return { list: assigned.key }
  if (!shape.hasDepartment) return undefined
  return scope === 'department' ? { one: 'department' } : { list: 'below' }
}

type Limits = Omit<Extract<RowWay, { kind: 'scope' }>, 'kind' | 'departments'>

/** What a row must satisfy beside the scope; null: no row does. */
export function limitsOf({ catalog, object, access }: ArmsInput, one: OneGrant): Limits | null {
  const dimensions: DimensionScope[] = []
  for (const [name, path] of Object.entries(object.dimensions)) {
    const mode = modeOf(name, one)
    if (mode === 'none') return null
    const list = mode === 'listed' ? `${one.assigned.key} ${name}` : `${mode} ${name}`
    // nobody has values of a dimension without a way to them
    if (isNarrow(mode) && mode !== 'listed' && !catalog.dimensions.get(name)?.own) return null
    if (isNarrow(mode)) dimensions.push({ path, list })
  }
  if (!object.through) return { dimensions }
  const needed = access(object.through.object, 'read')
  return needed.kind === 'all' ? { dimensions } : { dimensions, through: { ...object.through, access: needed } }
}

/** A grant knows its object best; else the assignment goes before the role. */
function modeOf(name: string, { assigned, grant }: OneGrant): DimensionMode {
  const own = grant.dimensions[name] ?? 'all'
  return grant.ownDimensions.has(name) ? own : (assigned.modes[name] ?? own)
}

/** Whether a grant is not for every row there is, or for the same ones whoever asks. */
export function isLimited({ scopes, dimensions }: CompiledGrant): boolean {
  return [...scopes.values()].some((scope) => scope !== 'all') || hasNarrow(dimensions)
}

const hasNarrow = (dimensions: CompiledGrant['dimensions']): boolean => Object.values(dimensions).some(isNarrow)

const isNarrow = (mode: DimensionMode): boolean => mode !== 'all' && mode !== 'supervisor'
