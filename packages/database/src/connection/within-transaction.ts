import type { Database, Transaction } from './types.ts'

/**
 * A transaction in the place of a database, so that what several parts write commits together. What is a transaction
 * to a part is undone as one when it fails, and the part can still ask why.
 */
export function withinTransaction<Place extends TransactionPlace>(tx: Transaction, db: Place): Place {
  const transaction = (work: (tx: Transaction) => Promise<unknown>) => nested(tx, work)
  return { ...db, query: tx.query, told: tx.told, transaction }
}

type TransactionPlace = Pick<Database, 'query' | 'transaction' | 'told'>

async function nested<T>(tx: Transaction, work: (tx: Transaction) => Promise<T>): Promise<T> {
  await tx.query({ text: 'savepoint part' })
  try {
    const result = await work(tx)
    await tx.query({ text: 'release savepoint part' })
    return result
  } catch (error) {
    await tx.query({ text: 'rollback to savepoint part' })
    throw error
  }
}
