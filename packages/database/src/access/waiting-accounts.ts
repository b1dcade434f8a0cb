import type { Catalog } from '@fieldwork/metadata'
import type { Queryable } from '../connection/types.ts'

/** An account that an employee got by himself, and that opens nothing yet. */
export interface WaitingAccount {
  id: string
  username: string
  name: string
  employee: string
  /** ISO 8601, UTC */
  since: string
}

/** Active accounts of employees that no role has been granted to, in whichever way; the longest waiting first. */
export async function waitingAccounts(db: Queryable, catalog: Catalog): Promise<WaitingAccount[]> {
  const parts = ['user', 'employee', 'position', 'role_assignment']
  if (!parts.every((name) => catalog.objects.has(name))) return []
  const { rows } = await db.query<WaitingAccount & Record<string, unknown>>({
    text: `select u.id, u.username, u.name, u.employee, to_json(u.created_at)#>>'{}' as since
      from "user" u join employee e on e.id = u.employee left join position p on p.id = e.position and p.deleted_at is null
      where u.active and u.deleted_at is null and e.deleted_at is null and cardinality(u.roles) = 0
        and coalesce(jsonb_array_length(p.roles), 0) = 0
        and not exists (select from role_assignment a where a.deleted_at is null and (a.account = u.id or a.position = p.id))
      order by u.created_at, u.id limit 500`,
  })
  return rows
}
