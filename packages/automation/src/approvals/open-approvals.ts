import type { Queryable } from '@fieldwork/database'

/** How many approvals of a chain are under way. */
export interface OpenApprovals {
  chain: string
  /** somebody has to decide */
  pending: number
  /** given back, and not submitted again */
  returned: number
}

/** The chains with approvals under way, also those that are gone. */
export async function countOpenApprovals(db: Queryable): Promise<OpenApprovals[]> {
  const { rows } = await db.query<OpenApprovals & Record<string, unknown>>({
    text: `select chain, count(*) filter (where state = 'pending')::int as pending,
        count(*) filter (where state = 'returned')::int as returned
      from fw_approval where state in ('pending', 'returned') group by chain order by chain`,
  })
  return rows
}
