import { setTimeout as sleep } from 'node:timers/promises'
import { createJobs } from '@fieldwork/automation'
import type { JobHandler } from '@fieldwork/automation'
import { createDatabase } from '@fieldwork/database'

/** so long a worker may be silent in these tests */
export const silentMs = 2_000

/** `begun` is written outside of the transaction, `effect` in it, so the rows tell what was repeated and what was not. */
export const effects: JobHandler = async (job, { db }) => {
  const { n } = job.payload as { n: number }
  await db.query({ text: 'insert into begun (n, pid) values ($1, $2)', values: [n, process.pid] })
  await sleep(20)
  while (await isHeld(db)) await sleep(20)
  if (await mustBlock(db)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, silentMs * 3)
  await db.transaction(async (tx) => {
    await job.fence(tx)
    await tx.query({ text: 'insert into effect (n, pid) values ($1, $2)', values: [n, process.pid] })
  })
}

/** The process whose id stands there ends no job. */
async function isHeld(db: Parameters<JobHandler>[1]['db']): Promise<boolean> {
  return (await db.query({ text: 'select from holds where pid = $1', values: [process.pid] })).rowCount === 1
}

/** The process whose id stands there blocks once, with all that it does. */
async function mustBlock(db: Parameters<JobHandler>[1]['db']): Promise<boolean> {
  const { rowCount } = await db.query({ text: 'delete from blocks where pid = $1', values: [process.pid] })
  return rowCount === 1
}

/** A worker in a process of its own until it is killed: `node job-node.ts <database url>`. */
if (process.argv[1]?.endsWith('job-node.ts')) {
  const db = createDatabase({ url: process.argv[2]! })
  await createJobs({ db, log: db.log, tasks: { effects }, concurrency: 4, silentMs }).start()
  setInterval(() => {}, 60_000)
}
