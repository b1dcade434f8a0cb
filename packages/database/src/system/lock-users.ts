import type { Database, Queryable } from '../connection/types.ts'

/**
 * Holds who is an administrator as it is, to the end of the transaction: taken by whoever changes users, and by whoever
 * publishes what roles may.
 */
export async function lockUsers(tx: Queryable, { schema }: Pick<Database, 'schema'>): Promise<void> {
  await tx.query({ text: 'select pg_advisory_xact_lock(hashtextextended($1, 0))', values: [`${schema}:users`] })
}
