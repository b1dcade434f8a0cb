import type { Queryable } from '../connection/types.ts'

/** What let a write happen, where it was no person: a run, which others have led to. */
export interface Cause {
  run: string
  /** runs between the first one and this one */
  depth: number
  /** the first one */
  root: string
}

/** All that the transaction writes from now on bears the cause: what it starts knows how deep it is. */
export async function setCause(tx: Queryable, cause: Cause): Promise<void> {
  await tx.query({ text: `select set_config('fw.cause', $1, true)`, values: [JSON.stringify(cause)] })
}
