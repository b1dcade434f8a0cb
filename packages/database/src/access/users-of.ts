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
