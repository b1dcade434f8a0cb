import type { Catalog } from '@fieldwork/metadata'
import type { Queryable } from '../connection/types.ts'

const has = (catalog: Catalog, object: string, field: string): boolean =>
  catalog.objects.get(object)?.fields.get(field)?.column != null

/** By employee: the active accounts that are his. */
export async function usersOfEmployees(
  db: Queryable,
  catalog: Catalog,
  employees: readonly string[],
): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>()
  if (employees.length === 0 || !has(catalog, 'user', 'employee')) return found
  const { rows } = await db.query<{ id: string; employee: string }>({
    text: `select id, employee from "user" where employee = any($1::uuid[]) and active and deleted_at is null order by id`,
    values: [employees],
  })
  for (const { id, employee } of rows) found.set(employee, [...(found.get(employee) ?? []), id])
  return found
}

/** By user: the employee that he is. */
export async function employeesOfUsers(
  db: Queryable,
  catalog: Catalog,
  users: readonly string[],
): Promise<Map<string, string>> {
  if (users.length === 0 || !has(catalog, 'user', 'employee')) return new Map()
  const { rows } = await db.query<{ id: string; employee: string }>({
    text: 'select id, employee from "user" where id = any($1::uuid[]) and employee is not null',
    values: [users],
  })
  return new Map(rows.map(({ id, employee }) => [id, employee]))
}

/** Active users who have one of the roles: by the account, by the position, or by an assignment that is valid today. */
export async function usersOfRoles(
  db: Queryable,
  catalog: Catalog,
  { roles, day }: { roles: readonly string[]; day: string },
): Promise<{ role: string; user: string }[]> {
  if (roles.length === 0) return []
  const ways = [
    'select r as role, u.id as user from "user" u cross join lateral unnest(u.roles) r where u.active and u.deleted_at is null',
    ...(has(catalog, 'position', 'roles') && has(catalog, 'employee', 'position') && has(catalog, 'user', 'employee')
      ? [
          `select r #>> '{}', u.id from "user" u join employee e on e.id = u.employee and e.deleted_at is null
           join position p on p.id = e.position and p.deleted_at is null
           cross join lateral jsonb_array_elements(p.roles) r where u.active and u.deleted_at is null`,
          `select a.role, u.id from role_assignment a join "user" u on a.account = u.id or exists (
             select from employee e where e.id = u.employee and e.position = a.position and e.deleted_at is null)
           where a.deleted_at is null and u.active and u.deleted_at is null
             and coalesce(a.valid_from <= $2::date, true) and coalesce(a.valid_until >= $2::date, true)`,
        ]
      : []),
  ]
  const { rows } = await db.query<{ role: string; user: string }>({
    text: `select distinct role, w.user from (${ways.join(' union all ')}) w(role, "user")
      where role = any($1::text[]) and $2::date is not null order by 1, 2`,
    values: [roles, day],
  })
  return rows
}

const mostLevels = 50

/**
 * By user: the name that his department, or the nearest one above it that has one, gives in a text field.
 *
 * @param field of the department
 */
export async function departmentWords(
  db: Queryable,
  catalog: Catalog,
  { users, field }: { users: readonly string[]; field: string },
): Promise<Map<string, string>> {
  const known =
    has(catalog, 'department', field) && has(catalog, 'user', 'employee') && has(catalog, 'department', 'parent')
  if (!known || users.length === 0) return new Map()
  const { rows } = await db.query<{ id: string; word: string }>({
    text: `with recursive up (id, department, step) as (
        select u.id, e.department, 0 from "user" u join employee e on e.id = u.employee where u.id = any($1::uuid[])
        union all
        select up.id, d.parent, up.step + 1 from up join department d on d.id = up.department
        where d."${field}" is null and up.step < ${mostLevels})
      select distinct on (up.id) up.id, d."${field}" as word from up join department d on d.id = up.department
      where d."${field}" is not null order by up.id, up.step`,
    values: [users],
  })
  return new Map(rows.map(({ id, word }) => [id, word]))
}
