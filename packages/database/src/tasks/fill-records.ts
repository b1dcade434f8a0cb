import type { Catalog, CompiledObject } from '@fieldwork/metadata'
import type { Transaction } from '../connection/types.ts'
import { estimateRows, guardRevision, lockNext } from './batches.ts'
import type { TaskContext, TaskHandler } from './task.ts'

/** How far a task has come that goes over all records of an object. */
export interface FillCursor {
  /** id of the last record that is done */
  after: string
  done: number
}

export const fillStart: FillCursor = { after: '00000000-0000-0000-0000-000000000000', done: 0 }

/** What is done with the records of an object. */
export interface Filling {
  object: CompiledObject
  recordsPerBatch: number
  /** takes what has to be held before the records are */
  hold?(tx: Transaction): Promise<unknown>
  /** @param ids of records that are locked; none where there are no more */
  fill(tx: Transaction, ids: readonly string[]): Promise<unknown>
}

/** Fills the next records in one step with the cursor behind them. Null: those were the last. */
export async function fillNext<Cursor extends FillCursor>(
  task: TaskContext<unknown, Cursor>,
  cursor: Cursor,
  { catalog, object, recordsPerBatch, hold, fill }: Filling & { catalog: Catalog },
): Promise<Cursor | null> {
  const total = await estimateRows(task.db, object)
  let next: Cursor | null = null
  await task.step(async (tx) => {
    await guardRevision(tx, catalog)
    await hold?.(tx)
    const ids = await lockNext(tx, object, { after: cursor.after, limit: recordsPerBatch })
    await fill(tx, ids)
    const reached = { ...cursor, after: ids.at(-1) ?? cursor.after, done: cursor.done + ids.length }
    next = ids.length < recordsPerBatch ? null : reached
    return { done: reached.done, total: Math.max(total, reached.done), cursor: reached }
  })
  return next
}

interface Fill<Args> {
  kind: string
  /** the latest catalog there is */
  catalog(): Promise<Catalog>
  /** asked anew for each batch, since people publish meanwhile; null: there is nothing to fill any more */
  fillingOf(catalog: Catalog, task: TaskContext<Args, FillCursor>): Filling | null
}

/** Goes over all records of an object batch by batch; resumes behind the last one. */
export const fillHandler = <Args>({ kind, catalog, fillingOf }: Fill<Args>): TaskHandler<Args, FillCursor> => ({
  kind,
  async run(task) {
    let cursor: FillCursor | null = task.cursor ?? fillStart
    while (cursor !== null) {
      const current = await catalog()
      const filling = fillingOf(current, task)
      if (filling === null) return
      cursor = await fillNext(task, cursor, { ...filling, catalog: current })
    }
  },
})
