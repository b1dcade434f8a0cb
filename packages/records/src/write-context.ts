import type { QueryContext } from '@fieldwork/database'
import type { RecordsDeps } from './records-deps.ts'
import type { Actor, Records } from './types.ts'

/** A query context, with who acts and what further writes are made of. */
export interface WriteContext extends QueryContext {
  actor: Actor
  deps: RecordsDeps
  /** what follows the records written so far, at the end of a write of several; left out where a record stands alone */
  unfinished?: (() => Promise<void>)[]
  /** the door over other dependencies: `ctx.openRecords(ctx.deps)` is bound to the transaction of `ctx` */
  openRecords(deps: RecordsDeps): Records
}
