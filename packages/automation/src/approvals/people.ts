import type { Queryable } from '@fieldwork/database'
import type { Catalog } from '@fieldwork/metadata'

interface People {
  db: Queryable
  catalog: Catalog
  /** IANA name of the zone that says what today is */
  timeZone: string
}

/** How a user can be reached now. */
export interface Reach {
  id: string
  /** he may log in, and has not left */
  isHere: boolean
  isAway: boolean
  /** who stands in for him: a user who is here */
  delegate: string | null
}

const quote = (name: string) => `"${name}"`

/** SQL of a stored field. */
function column(catalog: Catalog, object: string, field: string): string {
  const found = catalog.object(object).fields.get(field)?.column
  if (!found) throw new Error(`${object} has no field ${field}`)
  return quote(found)
}

const hasPeople = (catalog: Catalog): boolean =>
  ['employee', 'department', 'position', 'role_assignment'].every((name) => catalog.objects.has(name)) &&
  catalog.object('user').fields.has('employee')

/** `u` and his employee `e`. */
const fromUsers = (catalog: Catalog): string =>
  `"user" u left join ${quote(catalog.object('employee').table)} e on e.id = u.${column(catalog, 'user', 'employee')} and e.deleted_at is null`

const isHere = (catalog: Catalog, u: string, e: string): string =>
  `(${u}.active and ${u}.deleted_at is null and ${e}.${column(catalog, 'employee', 'employment_state')} is distinct from 'left')`

/** Whether the user of an id may log in, and has not left. */
export const hereSql = (catalog: Catalog, id: string): string =>
  hasPeople(catalog)
    ? `exists (select from ${fromUsers(catalog)} where u.id = ${id} and ${isHere(catalog, 'u', 'e')})`
    : `exists (select from "user" u where u.id = ${id} and u.active and u.deleted_at is null)`

const today = (zone: number) => `(now() at time zone $${zone})::date`

/** How each of some users can be reached. */
export async function reachOf({ db, catalog, timeZone }: People, ids: readonly string[]): Promise<Map<string, Reach>> {
  const { rows } = await db.query<Reach & Record<string, unknown>>({
    text: hasPeople(catalog) ? reachSql(catalog) : plainReachSql,
    values: hasPeople(catalog) ? [ids, timeZone] : [ids],
  })
  return new Map(rows.map((row) => [row.id, row]))
}

const plainReachSql =
  'select id, (active and deleted_at is null) as "isHere", false as "isAway", null as delegate from "user" where id = any($1)'

/**
 * Whether the task `t` of the approval `a` is with somebody who is away and has a substitute who could take it: here, not
 * away himself, neither asked already nor the submitter.
 *
 * @param zone number of the parameter with the zone
 */
export function givesWaySql(catalog: Catalog, zone: number): string {
  if (!hasPeople(catalog)) return 'false'
  const reached = (user: string) => `(${reachSql(catalog, `u.id = ${user}`, zone)})`
  return (
    `exists (select from ${reached('t.assignee')} r, lateral ${reached('r.delegate')} d` +
    ' where r."isHere" and r."isAway" and not d."isAway" and d.id not in (t.assignee, a.submitter)' +
    ' and not exists (select from fw_approval_task o where o.approval = t.approval and o.visit = t.visit' +
    " and o.assignee = d.id and o.state <> 'cancelled'))"
  )
}

function reachSql(catalog: Catalog, which = 'u.id = any($1)', zone = 2): string {
  const e = (field: string) => `e.${column(catalog, 'employee', field)}`
  const inDates = `${e('absent_from')} <= ${today(zone)} and (${e('absent_until')} is null or ${e('absent_until')} >= ${today(zone)})`
  const away = `coalesce(${e('employment_state')} = 'on_leave' or (${inDates}), false)`
  const named =
    `select d.id from "user" d join ${quote(catalog.object('employee').table)} de on de.id = d.${column(catalog, 'user', 'employee')}` +
    ` where de.id = ${e('delegate')} and de.deleted_at is null and ${isHere(catalog, 'd', 'de')} limit 1`
  return (
    `select u.id, ${isHere(catalog, 'u', 'e')} as "isHere", ${away} as "isAway",` +
    ` coalesce((${named}), ${lentSql(catalog, zone)}) as delegate from ${fromUsers(catalog)} where ${which}`
  )
}

/** Whom a delegation that is in force lets act for `u`. */
function lentSql(catalog: Catalog, zone: number): string {
  if (!catalog.objects.has('delegation')) return 'null'
  const d = (field: string) => `l.${column(catalog, 'delegation', field)}`
  return (
    `(select r.id from ${quote(catalog.object('delegation').table)} l join "user" r on r.id = ${d('receiver')}` +
    ` where ${d('giver')} = u.id and l.deleted_at is null and ${d('status')} = 'active' and ${d('mode')} = 'full'` +
    ` and ${d('valid_from')} <= ${today(zone)} and (${d('valid_until')} is null or ${d('valid_until')} >= ${today(zone)})` +
    ' and r.active and r.deleted_at is null order by l.id limit 1)'
  )
}

/** Users for whom somebody acts today because they are away. */
export async function absentFor({ db, catalog, timeZone }: People, user: string): Promise<string[]> {
  if (!hasPeople(catalog)) return []
  const { rows } = await db.query<{ id: string }>({
    text: `select id from (${reachSql(
      catalog,
      `e.${column(catalog, 'employee', 'delegate')} in` +
        ` (select ${column(catalog, 'user', 'employee')} from "user" where id = $1)`,
    )}) r where r."isAway" and r.delegate = $1`,
    values: [user, timeZone],
  })
  return rows.map(({ id }) => id)
}

export async function usersByName({ db }: People, names: readonly string[]): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>({
    text: 'select u.id from unnest($1::text[]) with ordinality n (name, at) join "user" u on u.username = n.name order by n.at',
    values: [names],
  })
  return rows.map(({ id }) => id)
}

/** The accounts of employees, in the order given. */
export async function accountsOf({ db, catalog }: People, employees: readonly string[]): Promise<string[]> {
  if (employees.length === 0 || !hasPeople(catalog)) return []
  const { rows } = await db.query<{ id: string }>({
    text:
      'select u.id from unnest($1::uuid[]) with ordinality n (id, at)' +
      ` join "user" u on u.${column(catalog, 'user', 'employee')} = n.id order by n.at`,
    values: [employees],
  })
  return rows.map(({ id }) => id)
}

/** The accounts of employees, in the order given; one who has none stands for himself: he cannot be reached. */
export async function accountsOrSelves({ db, catalog }: People, employees: readonly string[]): Promise<string[]> {
  if (employees.length === 0 || !hasPeople(catalog)) return []
  const { rows } = await db.query<{ id: string }>({
    text:
      'select coalesce(u.id, n.id) as id from unnest($1::uuid[]) with ordinality n (id, at)' +
      ` left join "user" u on u.${column(catalog, 'user', 'employee')} = n.id order by n.at`,
    values: [employees],
  })
  return rows.map(({ id }) => id)
}

/** SQL of the name and id of a user, or of an employee who has no account. */
export const personSql = (catalog: Catalog, id: string): string => {
  const user = `(select json_build_object('id', p.id, 'label', p.name) from "user" p where p.id = ${id})`
  if (!hasPeople(catalog)) return user
  const { table, nameField } = catalog.object('employee')
  const name = column(catalog, 'employee', nameField)
  return `coalesce(${user}, (select json_build_object('id', q.id, 'label', q.${name}) from ${quote(table)} q where q.id = ${id}))`
}

export async function employeesOf({ db, catalog }: People, users: readonly string[]): Promise<string[]> {
  if (users.length === 0 || !hasPeople(catalog)) return []
  const link = column(catalog, 'user', 'employee')
  const { rows } = await db.query<{ id: string }>({
    text: `select ${link} as id from "user" where id = any($1) and ${link} is not null`,
    values: [users],
  })
  return rows.map(({ id }) => id)
}

/** The departments to which employees belong. */
export async function departmentsOf({ db, catalog }: People, employees: readonly string[]): Promise<string[]> {
  if (employees.length === 0 || !hasPeople(catalog)) return []
  const own = column(catalog, 'employee', 'department')
  const { rows } = await db.query<{ id: string }>({
    text: `select distinct ${own} as id from ${quote(catalog.object('employee').table)} where id = any($1) and ${own} is not null`,
    values: [employees],
  })
  return rows.map(({ id }) => id)
}

/** Users who have one of some roles, by their account, their position or an assignment. */
export async function holdersOf(
  { db, catalog, timeZone }: People,
  { roles, departments }: { roles: readonly string[]; departments: readonly string[] | null },
): Promise<string[]> {
  if (roles.length === 0) return []
  if (!hasPeople(catalog)) {
    const text = 'select id from "user" where active and deleted_at is null and roles && $1 order by id'
    return (await db.query<{ id: string }>({ text, values: [roles] })).rows.map(({ id }) => id)
  }
  const a = (field: string) => `a.${column(catalog, 'role_assignment', field)}`
  const assigned =
    `exists (select 1 from ${quote(catalog.object('role_assignment').table)} a where a.deleted_at is null` +
    ` and ${a('role')} = any($1) and (${a('account')} = u.id or ${a('position')} = p.id)` +
    ` and (${a('valid_from')} is null or ${a('valid_from')} <= ${today(3)})` +
    ` and (${a('valid_until')} is null or ${a('valid_until')} >= ${today(3)}))`
  const byPosition = `coalesce(p.${column(catalog, 'position', 'roles')}::jsonb ?| $1, false)`
  return inDepartments(
    { db, catalog },
    {
      condition: `(u.roles && $1::text[] or ${byPosition} or ${assigned})`,
      values: [roles, departments, timeZone],
    },
  )
}

/** Users whose position has a name. */
export async function inPosition(
  { db, catalog, timeZone }: People,
  { position, departments }: { position: string; departments: readonly string[] | null },
): Promise<string[]> {
  if (!hasPeople(catalog)) return []
  const name = column(catalog, 'position', catalog.object('position').nameField)
  const condition = `p.${name} = $1 and ${today(3)} is not null`
  return inDepartments({ db, catalog }, { condition, values: [position, departments, timeZone] })
}

async function inDepartments(
  { db, catalog }: Pick<People, 'db' | 'catalog'>,
  { condition, values }: { condition: string; values: unknown[] },
): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>({
    text:
      `select u.id from ${fromUsers(catalog)} left join ${quote(catalog.object('position').table)} p` +
      ` on p.id = e.${column(catalog, 'employee', 'position')} and p.deleted_at is null` +
      ` where ${isHere(catalog, 'u', 'e')} and ${condition}` +
      ` and ($2::uuid[] is null or e.${column(catalog, 'employee', 'department')} = any($2)) order by u.id`,
    values,
  })
  return rows.map(({ id }) => id)
}

/** A department and those above it, the nearest first, each with who leads it. */
export async function departmentsAbove(
  { db, catalog }: People,
  department: string,
): Promise<{ id: string; manager: string | null }[]> {
  const table = quote(catalog.object('department').table)
  const [parent, manager] = [column(catalog, 'department', 'parent'), column(catalog, 'department', 'manager')]
  const { rows } = await db.query<{ id: string; manager: string | null }>({
    text:
      'with recursive up (id, parent, manager, level) as' +
      ` (select id, ${parent}, ${manager}, 0 from ${table} where id = $1 and deleted_at is null` +
      ` union all select d.id, d.${parent}, d.${manager}, u.level + 1 from up u join ${table} d on d.id = u.parent` +
      ' where d.deleted_at is null and u.level < 50) select id, manager from up order by level',
    values: [department],
  })
  return rows
}
