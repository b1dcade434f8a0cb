import type { Round } from '@fieldwork/automation'
import { longDeleted, writeOperations } from '@fieldwork/database'
import type { Database, NewLoggedOperation, Registry } from '@fieldwork/database'
import { AppError } from '@fieldwork/metadata'
import { asSystem } from '@fieldwork/records'
import type { Actor, RecordAddress, Records } from '@fieldwork/records'

const EVERY_MS = 60 * 60 * 1000
const BATCH = 500

interface PurgeInput extends RecordAddress {
  /** what the log tells of who does it */
  call: Pick<NewLoggedOperation, 'actor' | 'account' | 'address' | 'session' | 'details'>
}

/** Deletes a record for good; the line in the operation log stands with it or not at all. */
export function purgeLogged(records: Records, actor: Actor, { call, ...address }: PurgeInput): Promise<number> {
  return records.transaction(async (bound, db) => {
    const rows = await bound.purge(actor, address)
    const { object, id: record } = address
    await writeOperations(db, [{ ...call, action: 'purge', outcome: 'done', object, record, rows }])
    return rows
  })
}

interface RetentionDeps {
  db: Database
  registry: Pick<Registry, 'catalog'>
  records: Records
  /** null: what was deleted is kept for ever */
  days: number | null
}

/** Deletes for good what has been in the recycle bin too long, every hour. */
export function purgingRounds(deps: RetentionDeps): Round[] {
  const { days } = deps
  if (days === null) return []
  const look = async (signal: AbortSignal) => void (await purgeOld({ ...deps, days, signal }))
  return [{ name: 'recycle bin', everyMs: EVERY_MS, look }]
}

/** @returns how many records are gone; what others still refer to stays for the next time */
export async function purgeOld({
  db,
  registry,
  records,
  days,
  signal,
}: RetentionDeps & { days: number; signal?: AbortSignal }): Promise<number> {
  let gone = 0
  for (const object of registry.catalog().objects.values()) {
    if (signal?.aborted) break
    for (const id of await longDeleted(db, object, { days, limit: BATCH })) {
      if (signal?.aborted) break
      const call = { actor: null, details: { retention_days: days } }
      const purged = purgeLogged(records, asSystem('retention'), { object: object.name, id, call })
      gone += await purged.catch(refusedOnly)
    }
  }
  return gone
}

/** Another node may have been quicker. */
function refusedOnly(error: unknown): number {
  if (error instanceof AppError && error.status < 500) return 0
  throw error
}
