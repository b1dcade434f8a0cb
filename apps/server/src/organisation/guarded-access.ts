import type { Database, Registry } from '@fieldwork/database'
import type { Problem } from '@fieldwork/fields'
import { appError, pointerOf } from '@fieldwork/metadata'
import type { Catalog } from '@fieldwork/metadata'
import type { Actor, BeforeHook, HookInput } from '@fieldwork/records'
import { hasOrganisation, isAll, namesIn, positionGivesAll } from './administrators.ts'

interface GuardDeps {
  registry: Pick<Registry, 'catalog'>
}

/** A write that may give rights, and what is needed to judge it. */
interface Giving extends HookInput {
  catalog: Catalog
  db: Database
}

type Judge = (giving: Giving) => Promise<Problem[]> | Problem[]

/**
 * Who may change the organisation without being an administrator gives nobody an administrator's role, takes none
 * away, and leaves alone what his own rights follow from: otherwise the right to keep people's data would be the right
 * to everything.
 */
export function guardedAccess({ registry }: GuardDeps): BeforeHook[] {
  const judges: Record<string, Judge> = {
    employee: judgeEmployee,
    department: judgeDepartment,
    position: judgePosition,
    role_assignment: judgeAssignment,
    delegation: judgeDelegation,
  }
  return Object.entries(judges).map(([object, judge]) => ({
    object,
    operations: ['create', 'update', 'transition', 'undelete', 'delete'],
    async run(input) {
      const catalog = registry.catalog()
      if (!hasOrganisation(catalog) || isUnlimited(input.actor)) return undefined
      const problems = await input.records.transaction(async (_records, db) => judge({ ...input, catalog, db }))
      if (problems.length > 0) throw appError('forbidden', {}, problems)
      return undefined
    },
  }))
}

/**
 * Whose own doing it is, as an administrator. A token for some objects only gives no rights to others, whosever it is,
 * nor does a conversion.
 */
export const isUnlimited = ({ administrator, scope, isDefined }: Actor): boolean =>
  administrator && !scope?.objects && !isDefined

async function judgeEmployee(giving: Giving): Promise<Problem[]> {
  const { operation, id, before, values, catalog, db } = giving
  const changed = accessFields(catalog).filter(
    (name) => name in values && !isSame(values[name], before === null ? null : before[name]),
  )
  const own = await placesOf(giving)
  if (id !== null && own.employees.has(id)) return changed.map(ownProblem)
  const touches = changed.length > 0 || (id !== null && operation !== 'create' && operation !== 'update')
  if (touches && id !== null && (await isAdministrators({ catalog, db }, id)))
    return (changed.length > 0 ? changed : ['employment_state']).map(exceeding)
  const position = changed.includes('position') ? idOf(values.position) : null
  if (position !== null && (await positionGivesAll({ catalog, db }, position))) return [exceeding('position')]
  return changed.includes('department') && bringsRecords(giving) ? [reachProblem('department')] : []
}

/** Whether an employee's records come into the reach of who moves him: they go with him to his department. */
function bringsRecords({ actor, id, before, values, catalog }: Giving): boolean {
  if (id === null) return false
  const reached = new Set(reachedBy(actor, catalog))
  return reached.has(idOf(values.department) ?? '') && !reached.has(idOf(before?.department) ?? '')
}

/** Departments whose records are open to an actor because they are theirs. */
function reachedBy({ facts }: Actor, { roles }: Catalog): string[] {
  return (facts?.assignments ?? []).flatMap(({ role, departments }) => {
    const grants = Object.values(roles.get(role)?.grants ?? {})
    const scopes = new Set(grants.flatMap((grant) => [...grant.scopes.values()]))
    return [
      ...(scopes.has('department') && facts?.department ? [facts.department] : []),
      ...(scopes.has('below') ? (facts?.below ?? []) : []),
      ...(scopes.has('listed') ? departments : []),
    ]
  })
}

/** Fields of an employee from which his rights follow. */
function accessFields({ dimensions, objects }: Catalog): string[] {
  const own = [...dimensions.values()].flatMap(({ own: path }) => (path?.[0] === 'employee' ? (path[1] ?? []) : []))
  const names = new Set(['department', 'position', 'dept_scope', 'crm_apps', ...own])
  return [...names].filter((name) => objects.get('employee')?.fields.has(name))
}

/** His own departments stay where they are, and no other ones come below them. */
function judgeDepartment({ actor, id, before, values }: Giving): Problem[] {
  const { below = [], grantees = [] } = actor.facts ?? {}
  if (id === null || before === null || !('parent' in values) || isSame(values.parent, before.parent)) return []
  const isAbove = grantees.includes(id)
  const comesBelow = below.includes(idOf(values.parent) ?? '') && !below.includes(id)
  return isAbove || comesBelow ? [ownProblem('parent')] : []
}

async function judgePosition({ actor, operation, id, before, values, catalog, db }: Giving): Promise<Problem[]> {
  const isChange = operation === 'delete' || operation === 'undelete'
  if (!isChange && (!('roles' in values) || isSame(values.roles, before === null ? null : before.roles))) return []
  if (id !== null && (await placesOf({ actor, db })).positions.has(id)) return [ownProblem('roles')]
  const names = [...namesIn(values.roles), ...namesIn(before?.roles)]
  const gives =
    names.some((name) => isAll(catalog, name)) || (id !== null && (await positionGivesAll({ catalog, db }, id)))
  return gives ? [exceeding('roles')] : []
}

async function judgeAssignment({ actor, id, before, values, catalog, db }: Giving): Promise<Problem[]> {
  const own = await placesOf({ actor, db })
  const stored = before ?? (id === null ? {} : await storedAssignment(db, id))
  const states = [stored, { ...stored, ...values }]
  if (states.some(({ role }) => typeof role === 'string' && isAll(catalog, role))) return [exceeding('role')]
  if (states.some(({ account }) => own.users.has(idOf(account) ?? ''))) return [ownProblem('account')]
  return states.some(({ position }) => own.positions.has(idOf(position) ?? '')) ? [ownProblem('position')] : []
}

/** Everybody lends what is his own; whose rights others lend, he does not send his own way, and nothing is lent on. */
async function judgeDelegation({ actor, id, before, values, db }: Giving): Promise<Problem[]> {
  const stored = before ?? (id === null ? {} : await storedDelegation(db, id))
  const states = [...(id === null ? [] : [stored]), { ...stored, ...values }]
  if (actor.onBehalfOf) return [ownProblem('giver')]
  const isTaking = ({ giver, receiver }: Record<string, unknown>) =>
    idOf(giver) !== actor.id && idOf(receiver) === actor.id
  return states.some(isTaking) ? [ownProblem('receiver')] : []
}

async function storedDelegation(db: Database, id: string): Promise<Record<string, unknown>> {
  const text = 'select giver, receiver from delegation where id = $1'
  const { rows } = await db.query<Record<string, unknown>>({ text, values: [id] })
  return rows[0] ?? {}
}

interface Places {
  users: ReadonlySet<string>
  employees: ReadonlySet<string>
  positions: ReadonlySet<string>
}

/** Of who acts, and of whom he acts for. */
async function placesOf({ actor, db }: Pick<Giving, 'actor' | 'db'>): Promise<Places> {
  const users = [actor.id, ...(actor.onBehalfOf ? [actor.onBehalfOf.id] : [])]
  const { rows } = await db.query<{ employee: string | null; position: string | null }>({
    text: 'select u.employee, e.position from "user" u left join employee e on e.id = u.employee where u.id = any($1)',
    values: [users],
  })
  return {
    users: new Set(users),
    employees: idSet(rows.map(({ employee }) => employee)),
    positions: idSet(rows.map(({ position }) => position)),
  }
}

const idSet = (ids: readonly (string | null)[]) => new Set(ids.filter((id) => id !== null))

/** Whether an employee's account has an administrator's role, by whichever way. */
async function isAdministrators({ catalog, db }: Pick<Giving, 'catalog' | 'db'>, employee: string): Promise<boolean> {
  const { rows } = await db.query<{ position: string | null; roles: string[]; assigned: string[] }>({
    text:
      'select e.position, u.roles, array(select a.role from role_assignment a' +
      ' where a.account = u.id and a.deleted_at is null) as assigned' +
      ' from "user" u join employee e on e.id = u.employee where e.id = $1',
    values: [employee],
  })
  for (const { position, roles, assigned } of rows) {
    if ([...roles, ...assigned].some((name) => isAll(catalog, name))) return true
    if (position !== null && (await positionGivesAll({ catalog, db }, position))) return true
  }
  return false
}

async function storedAssignment(db: Database, id: string): Promise<Record<string, unknown>> {
  const text = 'select role, account, position from role_assignment where id = $1'
  const { rows } = await db.query<Record<string, unknown>>({ text, values: [id] })
  return rows[0] ?? {}
}

/** A reference as it is stored, or as it is told. */
export const idOf = (value: unknown): string | null =>
  typeof value === 'string' ? value.toLowerCase() : ((value as { id?: string } | null | undefined)?.id ?? null)

export const isSame = (one: unknown, other: unknown): boolean =>
  JSON.stringify(plain(one)) === JSON.stringify(plain(other))

const plain = (value: unknown): unknown => (Array.isArray(value) ? value.map((entry) => idOf(entry)) : idOf(value))

const ownProblem = (name: string): Problem => ({
  pointer: pointerOf(name),
  code: 'own_access',
  message: {
    en: 'Your own rights follow from this; somebody else has to change it',
    'zh-CN': '此项决定您自己的权限，须由他人修改',
  },
  params: { field: name },
})

const reachProblem = (name: string): Problem => ({
  pointer: pointerOf(name),
  code: 'own_access',
  message: {
    en: 'The records of this person would come within your reach; somebody else has to move him there',
    'zh-CN': '该人员的记录将因此进入您的数据范围，须由他人调动',
  },
  params: { field: name },
})

export const exceeding = (name: string): Problem => ({
  pointer: pointerOf(name),
  code: 'exceeds_own_rights',
  message: {
    en: 'Only administrators give and change an administrator’s role',
    'zh-CN': '只有管理员可以授予或更改管理员角色',
  },
  params: { field: name },
})
