import type { Queryable } from '../connection/types.ts'

/** For whom the events of this transaction are from now on; null: for nobody but who acts. */
export async function setBehalf(db: Queryable, user: string | null): Promise<void> {
  await db.query({ text: `select set_config('fw.behalf', $1, true)`, values: [user ?? ''] })
}
