import type { Database } from '@fieldwork/database'
import type { Records } from '@fieldwork/records'

/** Carries what was found out of the transaction that undoes everything. */
class Undone extends Error {
  found: unknown
  constructor(found: unknown) {
    super('the trial is over')
    this.found = found
  }
}

/** Does something in a transaction that is undone, and returns what was found. */
export async function undone<T>(
  records: Pick<Records, 'transaction'>,
  work: (records: Records, db: Database) => Promise<T>,
): Promise<T> {
  try {
    return await records.transaction(async (bound, db) => {
      throw new Undone(await work(bound, db as Database))
    })
  } catch (error) {
    if (error instanceof Undone) return error.found as T
    throw error
  }
}
