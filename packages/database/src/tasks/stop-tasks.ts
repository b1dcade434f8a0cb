import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '../connection/types.ts'
import { nudgeTasks } from './enqueue-task.ts'

const pauseMs = 50

/** Cancels tasks and waits until they have cleared up, or until the deadline (milliseconds since 1970). */
export async function stopTasks(db: Database, ids: readonly string[], deadline: number): Promise<void> {
  await db.query({
    text: `update fw_task set cancelling = true, not_before = now(), state = case state when 'failed' then 'queued' else state end
      where id = any($1) and state in ('queued', 'running', 'failed')`,
    values: [ids],
  })
  nudgeTasks(db)
  while (Date.now() < deadline) {
    const { rowCount } = await db.query({
      text: `select from fw_task where id = any($1) and state in ('queued', 'running') limit 1`,
      values: [ids],
    })
    if (rowCount === 0) return
    await sleep(pauseMs)
  }
}
