import { setTimeout as sleep } from 'node:timers/promises'
import { createDatabase, createTaskRunner } from '@fieldwork/database'
import type { TaskHandler } from '@fieldwork/database'

/**
 * Counts to `total`, one row a step: `effect` is written in the step's transaction, `attempt` outside of it, so the
 * rows tell what was repeated and what was not.
 */
export const counting: TaskHandler<{ total: number; pauseMs: number; table: string }, number> = {
  kind: 'counting',
  async run({ args: { total, pauseMs, table }, cursor, step }) {
    for (let n = (cursor ?? 0) + 1; n <= total; n++) {
      await step(async (tx) => {
        await tx.query({ text: `insert into ${table} (n, pid) values ($1, $2)`, values: [n, process.pid] })
        await sleep(pauseMs)
        return { done: n, total, cursor: n }
      })
    }
  },
  async cancel({ db, args: { table } }) {
    await db.query({ text: `delete from ${table}` })
  },
}

/** A process of its own that works on tasks until it is killed: `node task-node.ts <database url>`. */
if (process.argv[1]?.endsWith('task-node.ts')) {
  createTaskRunner(createDatabase({ url: process.argv[2]! }), [counting as TaskHandler], { pollMs: 100 })
  setInterval(() => {}, 60_000)
}
