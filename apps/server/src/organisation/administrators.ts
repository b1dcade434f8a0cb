import type { Queryable } from '@fieldwork/database'
import type { Catalog } from '@fieldwork/metadata'

/** Objects from which follows what people may do. */
const PARTS = ['user', 'employee', 'department', 'position', 'role_assignment'] as const

interface Place {
  catalog: Catalog
  db: Queryable
}

/** Whether rights follow from an organisation in this workspace. */
export const hasOrganisation = ({ objects }: Catalog): boolean => PARTS.every((name) => objects.has(name))

/** Whether a role is an administrator's. */
export const isAll = ({ roles }: Catalog, name: string): boolean => roles.get(name)?.administrator === true

/** The names in a list of roles, as it was sent or is stored. */
export const namesIn = (roles: unknown): string[] =>
  Array.isArray(roles) ? roles.filter((role): role is string => typeof role === 'string') : []

/** Whether a position's holders are administrators by it. */
export async function positionGivesAll({ catalog, db }: Place, position: string): Promise<boolean> {
  const { rows } = await db.query<{ roles: unknown; assigned: string[] }>({
    text:
      'select p.roles, array(select a.role from role_assignment a where a.position = p.id and a.deleted_at is null)' +
      ' as assigned from position p where p.id = $1',
    values: [position],
  })
  return rows.some(({ roles, assigned }) => [...namesIn(roles), ...assigned].some((name) => isAll(catalog, name)))
}

/** Whether an employee's position makes his account an administrator's, whether he has one or not. */
export async function employeeGivesAll(place: Place, employee: string): Promise<boolean> {
  if (!hasOrganisation(place.catalog)) return false
  const { rows } = await place.db.query<{ position: string | null }>({
    text: 'select position from employee where id = $1',
    values: [employee],
  })
  const position = rows[0]?.position ?? null
  return position !== null && positionGivesAll(place, position)
}

/**
 * Whether the organisation makes an account an administrator's, or can again: it may be closed, or the time of the role
 * is to come. The account's own roles are not looked at.
 */
export async function accountGivesAll(place: Place, account: string): Promise<boolean> {
  if (!hasOrganisation(place.catalog)) return false
  const { rows } = await place.db.query<{ employee: string | null; assigned: string[] }>({
    text:
      'select u.employee, array(select a.role from role_assignment a' +
      ' where a.account = u.id and a.deleted_at is null' +
      // one day more than has passed anywhere
      ' and coalesce(a.valid_until >= current_date - 1, true)) as assigned from "user" u where u.id = $1',
    values: [account],
  })
  const [found] = rows
  if (!found) return false
  if (found.assigned.some((name) => isAll(place.catalog, name))) return true
  return found.employee !== null && employeeGivesAll(place, found.employee)
}
