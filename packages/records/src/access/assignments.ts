import { boundIds, roleId } from '@fieldwork/database'
import type { ActorFacts, RoleAssignment } from '@fieldwork/database'
import type { Catalog, CompiledRole, DimensionMode } from '@fieldwork/metadata'
import type { Actor } from '../types.ts'

/** A role that an actor has, as far as the text of statements depends on it. */
export interface Assigned {
  role: CompiledRole
  /** names its values among those of the actor, see `accessValues` */
  key: string
  /** by dimension: the mode in place of the role's */
  modes: Readonly<Record<string, DimensionMode>>
}

export interface ActorShape {
  /** equal keys mean equal texts for all actors */
  key: string
  assigned: readonly Assigned[]
  /** he belongs to a department */
  hasDepartment: boolean
}

/** What is known of an actor of whom nobody said anything but his roles. */
export function plainFacts({ id, roles }: Pick<Actor, 'id' | 'roles'>): ActorFacts {
  const assignments = roles.map((role) => ({ id: null, role, departments: [], dimensions: {} }))
  const grantees = [id, ...roles.map(roleId)].filter((grantee) => grantee !== '')
  return { epoch: 0, employee: null, department: null, below: [], systems: null, grantees, assignments, dimensions: {} }
}

/** The assignments in an order of their own; one that adds nothing to another of the same role is left out. */
function inOrder(catalog: Catalog, { assignments }: ActorFacts): { assignment: RoleAssignment; role: CompiledRole }[] {
  const known = assignments.flatMap((assignment) => {
    const role = catalog.roles.get(assignment.role)
    return role ? [{ assignment, role, text: textOf(role, assignment) }] : []
  })
  const different = new Map(known.map((entry) => [entry.text, entry]))
  return [...different.values()].sort((a, b) => (a.text < b.text ? -1 : 1))
}

/** Everything of an assignment that its role makes use of. */
function textOf(role: CompiledRole, { departments, dimensions }: RoleAssignment): string {
  const listed = usesLists(role) ? departments.toSorted().join() : ''
  const limits = Object.entries(dimensions).map(([name, { mode, values = [] }]) => [name, mode, values.toSorted()])
  return `${shapeText(role, modesOf({ dimensions }))} ${listed} ${limits.length > 0 ? JSON.stringify(limits.sort()) : ''}`
}

const shapeText = ({ name }: CompiledRole, modes: Assigned['modes']): string => {
  const limits = Object.entries(modes).map(([dimension, mode]) => `${dimension}=${mode}`)
  return limits.length === 0 ? name : `${name}(${limits.sort().join()})`
}

const lists = new WeakMap<CompiledRole, boolean>()

function usesLists(role: CompiledRole): boolean {
  const known =
    lists.get(role) ?? Object.values(role.grants).some(({ scopes }) => [...scopes.values()].includes('listed'))
  lists.set(role, known)
  return known
}

/** An assignment that brings values without a mode means these values. */
function modesOf({ dimensions }: Pick<RoleAssignment, 'dimensions'>): Assigned['modes'] {
  const entries = Object.entries(dimensions).map(([name, { mode = 'listed' }]) => [name, mode] as const)
  return Object.fromEntries(entries)
}

/** What an actor has, each with the assignment that it comes from. */
export const assignedBy = (catalog: Catalog, facts: ActorFacts): { assignment: RoleAssignment; assigned: Assigned }[] =>
  inOrder(catalog, facts).map(({ assignment, role }, at) => ({
    assignment,
    assigned: { role, key: `a${at}`, modes: modesOf(assignment) },
  }))

export function shapeOf(catalog: Catalog, facts: ActorFacts): ActorShape {
  const assigned = assignedBy(catalog, facts).map((each) => each.assigned)
  const hasDepartment = facts.department !== null
  const texts = assigned.map(({ role, modes }) => shapeText(role, modes))
  return { key: `roles:${texts.join()}${hasDepartment ? '@' : ''}`, assigned, hasDepartment }
}

/** What the arms of an actor's access compare with, by the keys that they name. */
export function accessValues(catalog: Catalog, userId: string, facts: ActorFacts): Record<string, unknown> {
  const values: Record<string, unknown> = {
    me: [userId],
    epoch: facts.epoch,
    grantees: facts.grantees,
    department: facts.department,
    below: facts.below,
  }
  for (const [name, { own, below }] of Object.entries(facts.dimensions)) {
    values[`own ${name}`] = own
    values[`below ${name}`] = below
  }
  for (const [at, { assignment }] of inOrder(catalog, facts).entries()) {
    values[`a${at}`] = assignment.departments
    for (const [name, { values: listed }] of Object.entries(assignment.dimensions)) values[`a${at} ${name}`] = listed
  }
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, Array.isArray(value) ? boundIds(value) : value]),
  )
}
