/**
 * Who may do what, by the words of the contract and in the plainest way: everything in memory, one row at a time. It
 * knows nothing of the compiler.
 */

export type Op = 'read' | 'create' | 'update' | 'delete' | 'assign'
export type Scope = 'own' | 'related' | 'department' | 'below' | 'listed' | 'all'
export type Mode = 'all' | 'supervisor' | 'own' | 'below' | 'listed' | 'none'

export interface Grant {
  operations: Op[] | Partial<Record<Op, Scope>>
  scope?: Scope
  where?: string
  related?: 'none' | 'read' | 'edit'
  dimensions?: Record<string, Mode>
}

export interface Role {
  name: string
  related?: 'none' | 'read' | 'edit'
  dimensions?: Record<string, Mode>
  grants: Record<string, Grant>
}

export interface Tree {
  id: string
  parent: string | null
}

export interface Assignment {
  role: string
  departments: string[]
  dimensions: Record<string, { mode?: Mode; values?: string[] }>
  /** the day on which it is asked lies within */
  isValid: boolean
}

export interface Person {
  id: string
  department: string | null
  deptScope: string[]
  lines: string[]
  area: string | null
  /** by account and position */
  roles: string[]
  assignments: Assignment[]
}

export interface Row {
  id: string
  object: string
  owner?: string | null
  department?: string | null
  score: number
  /** its values of each dimension that applies to its object */
  dimensions: Record<string, string[]>
  /** the record that must be seen too */
  through?: string | null
  /** the record that it is a part of */
  master?: string | null
}

export interface Entry {
  record: string
  grantee: string
  kind: 'member' | 'share'
  level: 1 | 2
  isExpired: boolean
}

export interface World {
  departments: Tree[]
  lines: Tree[]
  roles: Map<string, Role>
  rows: Map<string, Row>
  entries: Entry[]
  hasOwner(object: string): boolean
  roleId(name: string): string
}

export const conditions: Record<string, (row: Row, person: Person) => boolean> = {
  'score > 3': ({ score }) => score > 3,
  'owner == user.id': ({ owner }, { id }) => owner === id,
  'score != 5 && owner != null': ({ score, owner }) => score !== 5 && owner != null,
}

export function mayDo(world: World, person: Person, op: Op, row: Row): boolean {
  if (!assignmentsOf(person).some((assignment) => holds(world, person, { assignment, op, row }))) return false
  const master = row.master == null ? undefined : world.rows.get(row.master)
  return (
    row.master === undefined ||
    (master !== undefined && mayDo(world, person, op === 'read' ? 'read' : 'update', master))
  )
}

function assignmentsOf({ roles, assignments }: Person): Assignment[] {
  const plain = roles.map((role) => ({ role, departments: [], dimensions: {}, isValid: true }))
  return [...plain, ...assignments.filter(({ isValid }) => isValid)]
}

interface Question {
  assignment: Assignment
  op: Op
  row: Row
}

export function grantOf(
  world: World,
  { role: name }: Assignment,
  { object }: Row,
): { role: Role; grant: Grant } | null {
  const role = world.roles.get(name)
  const grant = role?.grants[object] ?? role?.grants['*']
  return role && grant ? { role, grant } : null
}

export function scopesOf({ operations, scope = 'all' }: Grant, op: Op): Scope[] {
  const named: Partial<Record<Op, Scope>> = Array.isArray(operations)
    ? Object.fromEntries(operations.map((operation) => [operation, scope]))
    : operations
  if (named[op]) return [named[op]]
  return op === 'read' ? Object.values(named) : []
}

function holds(world: World, person: Person, question: Question): boolean {
  const { assignment, op, row } = question
  const found = grantOf(world, assignment, row)
  if (!found) return false
  const scopes = scopesOf(found.grant, op)
  if (scopes.length === 0) return false
  const { where } = found.grant
  if (where !== undefined && !conditions[where]!(row, person)) return false
  const isOwner = world.hasOwner(row.object) && row.owner === person.id
  return (
    isOwner ||
    isMember(world, person, { ...question, ...found, scopes }) ||
    isShared(world, person, question) ||
    scopes.some((scope) => inScope(world, person, { ...question, ...found, scope }))
  )
}

type Granted = Question & { role: Role; grant: Grant }

function isMember(
  world: World,
  person: Person,
  { op, row, role, grant, scopes }: Granted & { scopes: Scope[] },
): boolean {
  if (op === 'create' || !world.hasOwner(row.object) || scopes.every((scope) => scope === 'own')) return false
  const related = grant.related ?? role.related ?? 'edit'
  const level = op === 'read' ? 1 : 2
  if (related === 'none' || (related === 'read' && level === 2)) return false
  return world.entries.some(
    (entry) =>
      entry.kind === 'member' && entry.record === row.id && entry.grantee === person.id && counts(entry, level),
  )
}

const counts = (entry: Entry, level: number): boolean => !entry.isExpired && entry.level >= level

function isShared(world: World, person: Person, { op, row }: Question): boolean {
  if (op !== 'read' && op !== 'update') return false
  const roles = assignmentsOf(person).map(({ role }) => world.roleId(role))
  const grantees = new Set([person.id, ...roles, ...upwards(world.departments, person.department)])
  return world.entries.some(
    (entry) =>
      entry.kind === 'share' &&
      entry.record === row.id &&
      grantees.has(entry.grantee) &&
      counts(entry, op === 'read' ? 1 : 2),
  )
}

function inScope(world: World, person: Person, input: Granted & { scope: Scope }): boolean {
  const { row, scope, assignment } = input
  if (!inDepartments(world, person, { row, scope, assignment })) return false
  if (!Object.keys(row.dimensions).every((dimension) => inDimension(world, person, { ...input, dimension })))
    return false
  if (row.through == null) return true
  const parent = world.rows.get(row.through)
  return parent !== undefined && mayDo(world, person, 'read', parent)
}

function inDepartments(
  world: World,
  person: Person,
  { row, scope, assignment }: { row: Row; scope: Scope; assignment: Assignment },
): boolean {
  if (scope === 'all') return true
  if (!world.hasOwner(row.object) || row.department == null) return false
  if (scope === 'department') return row.department === person.department
  if (scope === 'below')
    return downwards(world.departments, person.department ? [person.department] : []).has(row.department)
  if (scope !== 'listed') return false
  const own = person.department ? [person.department] : []
  const lists = [assignment.departments, person.deptScope, own]
  return (lists.find((list) => list.length > 0) ?? []).includes(row.department)
}

function inDimension(
  world: World,
  person: Person,
  { row, role, grant, assignment, dimension }: Granted & { dimension: string },
): boolean {
  const given = assignment.dimensions[dimension]
  const byAssignment = given && (given.mode ?? 'listed')
  const mode = grant.dimensions?.[dimension] ?? byAssignment ?? role.dimensions?.[dimension] ?? 'all'
  if (mode === 'all' || mode === 'supervisor') return true
  if (mode === 'none') return false
  const own = dimension === 'line' ? person.lines : person.area ? [person.area] : []
  const tree = dimension === 'line' ? world.lines : []
  const open = mode === 'listed' ? new Set(given?.values) : mode === 'own' ? new Set(own) : downwards(tree, own)
  return row.dimensions[dimension]!.some((value) => open.has(value))
}

function downwards(tree: Tree[], start: string[]): Set<string> {
  const found = new Set(start)
  for (let size = -1; size !== found.size;) {
    size = found.size
    for (const { id, parent } of tree) if (parent !== null && found.has(parent)) found.add(id)
  }
  return found
}

function upwards(tree: Tree[], start: string | null): string[] {
  if (start === null) return []
  return [start, ...upwards(tree, tree.find(({ id }) => id === start)?.parent ?? null)]
}
