import { employeesOfUsers, superiorsOf, usersOfEmployees } from '@fieldwork/database'
import type { CompiledDeadline } from '@fieldwork/metadata'
import { holdersOf } from '../approvals/people.ts'
import type { DeadlineScope } from './deps.ts'

/** The ids that an expression gave: one, several or none. */
function idsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(idsIn)
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null && 'id' in value ? idsIn(value.id) : []
}

/** Users who have one of the roles today, and have not left. */
export const usersWithRoles = (scope: DeadlineScope, roles: readonly string[]): Promise<string[]> =>
  holdersOf(scope, { roles, departments: null })

/** By record: the users who are responsible for it, found for all of them together. */
export async function responsibleUsers(
  scope: DeadlineScope,
  { responsible: { of, roles } }: Pick<CompiledDeadline, 'responsible'>,
  who: ReadonlyMap<string, unknown>,
): Promise<Map<string, string[]>> {
  const ids = new Map([...who].map(([record, value]) => [record, idsIn(value)]))
  const all = [...new Set([...ids.values()].flat())]
  const accounts = of === 'employee' ? await usersOfEmployees(scope.db, scope.catalog, all) : null
  const always = await usersWithRoles(scope, roles)
  const users = (id: string): string[] => (accounts ? (accounts.get(id) ?? []) : [id])
  return new Map([...ids].map(([record, found]) => [record, [...new Set([...found.flatMap(users), ...always])]]))
}

/** The users of whoever stands so many levels above one of the users; of the highest where there are fewer levels. */
export async function usersAbove(scope: DeadlineScope, users: readonly string[], levels: number): Promise<string[]> {
  if (levels === 0 || !scope.catalog.objects.has('employee')) return []
  const employees = await employeesOfUsers(scope.db, scope.catalog, users)
  const above = new Set<string>()
  for (const employee of new Set(employees.values())) {
    const line = await superiorsOf(scope, { employee, levels })
    const last = line.at(-1)
    if (last) above.add(last)
  }
  return [...(await usersOfEmployees(scope.db, scope.catalog, [...above])).values()].flat()
}
