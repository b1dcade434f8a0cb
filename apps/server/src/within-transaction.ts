import type { Database, Transaction } from '@fieldwork/database'

/** A transaction in the place of a database, so that what several parts write commits together. */
export function withinTransaction(tx: Transaction, db: Database): Database {
  return { ...db, query: tx.query, transaction: (work) => work(tx) }
}
