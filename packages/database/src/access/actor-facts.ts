import type { Catalog, CompiledDimension, CompiledField, DimensionMode } from '@fieldwork/metadata'
import type { QueryContext } from '../query/context.ts'
import { pathSql, storedColumn, tableScope } from '../query/record-scope.ts'
import { createEnvironment } from '../query/sql-environment.ts'
import { quoteName, quoteText } from '../query/sql-text.ts'
import { lentSql } from './lent-rights.ts'
import type { LentRow } from './lent-rights.ts'
import { roleId } from './role-id.ts'

/** What the organisation says of a person: what decides, with his roles, which records he may use. */
export interface ActorFacts {
  /** of everything that decides about access, when this was read */
  epoch: number
  employee: string | null
  /** his own */
  department: string | null
  /** his own and those below it */
  below: readonly string[]
  /** whom records are shared with when they are shared with him: himself, his departments up to the top, his roles */
  grantees: readonly string[]
  /** his roles, each with what it is limited to */
  assignments: readonly RoleAssignment[]
  /** systems that he may log in to; null: nothing is said */
  systems: readonly string[] | null
  /** his own values of each dimension, and those with what is below them */
  dimensions: Readonly<Record<string, { own: readonly string[]; below: readonly string[] }>>
}

/** One role of an actor. Several may give the same role with other departments or values: none widens another. */
export interface RoleAssignment {
  /** of the record `role_assignment`; null: by the account or the position */
  id: string | null
  role: string
  /** those of the scope `listed`, each as itself */
  departments: readonly string[]
  dimensions: Readonly<Record<string, { mode?: DimensionMode; values?: readonly string[] }>>
}

/** The JSON that `actorFactsSql` gives. */
export interface FactsRow {
  epoch: number
  employee: string | null
  department: string | null
  below: string[] | null
  above: string[] | null
  roles: string[]
  position_roles: unknown
  dept_scope: string[] | null
  systems: string[] | null
  assignments: { id: string; role: string; departments: string[] | null; dimensions: unknown }[] | null
  dimensions: Record<string, { own: string[] | null; below: string[] | null }>
  /** those who have lent him their rights; absent where that is not asked */
  lent?: LentRow<FactsRow>[] | null
}

const parts = ['user', 'employee', 'department', 'position', 'role_assignment']

/** Scalar SQL of the facts of a user as JSON, with those of whom he acts for; null: there is no organisation. */
export function actorFactsSql(catalog: Catalog, input: { user: string; timeZone: string }): string {
  const factsOfGiver = (user: string) => ownFactsSql(catalog, { ...input, user, lent: null })
  const hasLeft = (user: string) => hasLeftSql(catalog, user)
  return ownFactsSql(catalog, { ...input, lent: lentSql(catalog, { ...input, factsOf: factsOfGiver, hasLeft }) })
}

interface FactsInput {
  user: string
  timeZone: string
  /** SQL of those who have lent their rights */
  lent: string | null
}

function ownFactsSql(catalog: Catalog, { user, timeZone, lent }: FactsInput): string {
  if (!parts.every((name) => catalog.objects.has(name)) || !catalog.object('user').fields.has('employee'))
    return 'null::json'
  const name = (object: string, field: string) => {
    const found = catalog.object(object).fields.get(field)
    return quoteName(found ? storedColumn(found) : field)
  }
  const at = (alias: string, object: string, field: string) => `${alias}.${name(object, field)}`
  const table = (object: string) => quoteName(catalog.object(object).table)
  const parent = name('department', 'parent')
  const own = at('e', 'employee', 'department')
  const [from, until] = ['valid_from', 'valid_until'].map((field) => at('a', 'role_assignment', field))
  const today = `(now() at time zone ${quoteText(timeZone)})::date`
  const assigned =
    `select json_agg(json_build_object('id', a."id", 'role', ${at('a', 'role_assignment', 'role')},` +
    ` 'departments', ${at('a', 'role_assignment', 'departments')}, 'dimensions', ${at('a', 'role_assignment', 'dimensions')})` +
    ` order by a."id") from ${table('role_assignment')} a where a."deleted_at" is null` +
    ` and (${at('a', 'role_assignment', 'account')} = u."id" or ${at('a', 'role_assignment', 'position')} = p."id")` +
    ` and (${from} is null or ${from} <= ${today}) and (${until} is null or ${until} >= ${today})`
  const members: [string, string][] = [
    ['epoch', '(select epoch::float8 from fw_acl)'],
    ['employee', 'e."id"'],
    ['department', own],
    ['below', treeSql({ table: table('department'), start: `array[${own}]`, step: `c.${parent} = t.id` })],
    ['above', aboveSql({ table: table('department'), parent, start: own })],
    ['roles', 'u."roles"'],
    ['position_roles', at('p', 'position', 'roles')],
    ['dept_scope', at('e', 'employee', 'dept_scope')],
    ['systems', catalog.object('employee').fields.has('crm_apps') ? at('e', 'employee', 'crm_apps') : 'null'],
    ['assignments', `(${assigned})`],
    ['dimensions', dimensionsSql(catalog)],
    ...(lent === null ? [] : [['lent', lent] as [string, string]]),
  ]
  return (
    `(select json_build_object(${members.map(([key, sql]) => `${quoteText(key)}, ${sql}`).join(', ')})` +
    ` from ${table('user')} u left join ${table('employee')} e on e."id" = ${at('u', 'user', 'employee')} and e."deleted_at" is null` +
    ` left join ${table('position')} p on p."id" = ${at('e', 'employee', 'position')} and p."deleted_at" is null` +
    ` where u."id" = ${user})`
  )
}

/** SQL of whether a user's employee has left, so that he may not log in any more. */
export function hasLeftSql(catalog: Catalog, user: string): string {
  const link = catalog.objects.get('user')?.fields.get('employee')
  const employee = catalog.objects.get('employee')
  const state = employee?.fields.get('employment_state')
  if (!link || !employee || !state) return 'false'
  const isHis = `e."id" = (select u.${quoteName(storedColumn(link))} from "user" u where u."id" = ${user})`
  return `exists (select 1 from ${quoteName(employee.table)} e where ${isHis} and e.${quoteName(storedColumn(state))} = 'left')`
}

/** Those at the start, and everything below them, deleted ones and what is below those left out. */
function treeSql({ table, start, step }: { table: string; start: string; step: string }): string {
  const first = `select c."id" from ${table} c where c."id" = any(${start}) and c."deleted_at" is null`
  const next = `select c."id" from ${table} c join t on ${step} where c."deleted_at" is null`
  return `(with recursive t (id) as (${first} union ${next}) select json_agg(id) from t)`
}

/** The one at the start and those above it. */
function aboveSql({ table, parent, start }: { table: string; parent: string; start: string }): string {
  const columns = `c."id", c.${parent}`
  const first = `select ${columns} from ${table} c where c."id" = ${start}`
  const next = `select ${columns} from ${table} c join t on c."id" = t.parent`
  return `(with recursive t (id, parent) as (${first} union ${next}) select json_agg(id) from t)`
}

function dimensionsSql(catalog: Catalog): string {
  const entries = [...catalog.dimensions.values()].flatMap((dimension) => {
    const own = ownSql(catalog, dimension)
    if (own === null) return []
    const { table, hierarchy, fields } = catalog.object(dimension.object)
    const parent = hierarchy === null ? null : storedColumn(fields.get(hierarchy) as CompiledField)
    const step = parent === null ? null : `c.${quoteName(parent)} = t.id`
    const below = step === null ? `to_json(${own})` : treeSql({ table: quoteName(table), start: own, step })
    return [`${quoteText(dimension.name)}, json_build_object('own', ${own}, 'below', ${below})`]
  })
  return `json_build_object(${entries.join(', ')})`
}

/** The user's own values as uuid[], none where he has none. */
function ownSql(catalog: Catalog, { own }: CompiledDimension): string | null {
  if (own === null) return null
  const env = createEnvironment(openContext(catalog))
  const sql = pathSql(env, tableScope(env, catalog.object('user'), 'u', 'system'), own)
  const isList = endOf(catalog, own)?.targets?.many === true
  return isList ? `coalesce(${sql}, '{}'::uuid[])` : `array_remove(array[${sql}]::uuid[], null)`
}

function endOf(catalog: Catalog, path: readonly string[]): CompiledField | undefined {
  let at = 'user'
  let field: CompiledField | undefined
  for (const name of path) {
    field = catalog.objects.get(at)?.fields.get(name)
    at = field?.reference ?? ''
  }
  return field
}

/** The platform's own look at the organisation; nothing is read with it. */
const openContext = (catalog: Catalog): QueryContext => ({
  db: undefined as never,
  catalog,
  access: () => ({ kind: 'all' }),
  accessKey: '',
  user: { id: null, name: '', username: '' },
  timeZone: 'UTC',
})

/** The facts of a user. */
export function factsOf(userId: string, row: FactsRow): ActorFacts {
  const listed = firstList(row.dept_scope, row.department === null ? [] : [row.department])
  const plain = (role: string): RoleAssignment => ({ id: null, role, departments: listed, dimensions: {} })
  const byName = new Set([...row.roles, ...namesIn(row.position_roles)])
  const given = (row.assignments ?? []).map(({ id, role, departments, dimensions }): RoleAssignment => ({
    id,
    role,
    departments: firstList(departments, listed),
    dimensions: dimensionsIn(dimensions),
  }))
  const assignments = [...[...byName].map(plain), ...given]
  const dimensions = Object.entries(row.dimensions).map(([name, { own, below }]) => {
    return [name, { own: own ?? [], below: below ?? [] }] as const
  })
  return {
    epoch: row.epoch,
    employee: row.employee,
    department: row.department,
    systems: row.systems && row.systems.length > 0 ? row.systems : null,
    below: row.below ?? [],
    grantees: [userId, ...(row.above ?? []), ...new Set(assignments.map(({ role }) => roleId(role)))],
    assignments,
    dimensions: Object.fromEntries(dimensions),
  }
}

/** Somebody who has lent his rights, and what of them. */
export interface Lender {
  /** of the record `delegation` */
  delegation: string
  id: string
  name: string
  username: string
  /** only what leaves records as they are */
  readOnly: boolean
  facts: ActorFacts
}

/** Those for whom somebody acts. @param isLent whether a role is one that can be lent */
export function lendersOf({ lent }: FactsRow, isLent: (role: string) => boolean): Lender[] {
  return (lent ?? []).flatMap(({ delegation, id, name, username, mode, roles, facts: row }) => {
    if (!row) return []
    const chosen = namesIn(roles)
    const isChosen = (role: string) => isLent(role) && (chosen.length === 0 || chosen.includes(role))
    const all = factsOf(id, row)
    const assignments = all.assignments.filter(({ role }) => isChosen(role))
    if (assignments.length === 0) return []
    const kept = new Set(assignments.map(({ role }) => roleId(role)))
    const gone = new Set(all.assignments.map(({ role }) => roleId(role)).filter((grantee) => !kept.has(grantee)))
    const grantees = all.grantees.filter((grantee) => !gone.has(grantee))
    // what cannot be understood lends the least
    return [{ delegation, id, name, username, readOnly: mode !== 'full', facts: { ...all, assignments, grantees } }]
  })
}

const firstList = (list: readonly string[] | null, otherwise: readonly string[]): readonly string[] =>
  list && list.length > 0 ? list : otherwise

const namesIn = (roles: unknown): string[] =>
  Array.isArray(roles) ? roles.filter((role): role is string => typeof role === 'string') : []

const modes: ReadonlySet<string> = new Set(['all', 'supervisor', 'own', 'below', 'listed', 'none'])
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** What cannot be understood limits to nothing: a mistake must not open anything. */
function dimensionsIn(given: unknown): RoleAssignment['dimensions'] {
  if (given === null || typeof given !== 'object') return {}
  const entries = Object.entries(given as Record<string, unknown>).map(([name, entry]) => {
    const { mode, values } = (entry ?? {}) as { mode?: unknown; values?: unknown }
    const ids = Array.isArray(values)
      ? values.filter((id): id is string => typeof id === 'string' && uuid.test(id))
      : []
    if (mode === undefined) return [name, { values: ids }] as const
    return [name, { mode: modes.has(String(mode)) ? (mode as DimensionMode) : 'none', values: ids }] as const
  })
  return Object.fromEntries(entries)
}
