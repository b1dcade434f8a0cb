import type { Queryable } from '@fieldwork/database'
import type { AddJobs } from './queue-steps.ts'
import { stepJob } from './rows.ts'
import type { Place } from './rows.ts'
import type { Wake } from './step.ts'

/** A step that waits, and what it is told. */
export interface Woken extends Place {
  run: string
  wake: Wake
}

const wake = `
with woken as (
  select w.run, w.node, w.iteration, w.wake from jsonb_to_recordset($1) w(run uuid, node text, iteration text, wake jsonb)),
gone as (delete from fw_wait w using woken where w.run = woken.run and w.node = woken.node and w.iteration = woken.iteration)
update fw_run_step s set state = 'queued', wake = woken.wake, due_at = now() from woken
where s.run = woken.run and s.node = woken.node and s.iteration = woken.iteration and s.state = 'waiting'
returning s.run, s.node, s.iteration`

/** Lets steps that wait look again, set-based; those that no longer wait are left alone. Returns how many go on. */
export async function wakeSteps(
  { tx, add }: { tx: Queryable; add: AddJobs },
  steps: readonly Woken[],
): Promise<number> {
  if (steps.length === 0) return 0
  const { rows } = await tx.query<Place & { run: string } & Record<string, unknown>>({
    text: wake,
    values: [JSON.stringify(steps)],
  })
  await add(rows.map(({ run, ...place }) => stepJob(run, place)))
  return rows.length
}

const overdue = `
select run, node, iteration from fw_wait where until <= now() order by until limit 1000 for update skip locked`

/** Wakes whatever waited for a moment that has come. */
export async function wakeByTime({ tx, add }: { tx: Queryable; add: AddJobs }): Promise<number> {
  const { rows } = await tx.query<Place & { run: string } & Record<string, unknown>>({ text: overdue })
  return wakeSteps(
    { tx, add },
    rows.map((row) => ({ ...row, wake: { reason: 'time' } })),
  )
}

/** Wakes what waits under a key, such as an approval that has ended. */
export async function wakeByKey(
  { tx, add }: { tx: Queryable; add: AddJobs },
  { kind, key, data }: { kind: string; key: string; data?: unknown },
): Promise<number> {
  const { rows } = await tx.query<Place & { run: string } & Record<string, unknown>>({
    text: 'select run, node, iteration from fw_wait where kind = $1 and key = $2',
    values: [kind, key],
  })
  return wakeSteps(
    { tx, add },
    rows.map((row) => ({ ...row, wake: { reason: 'event', data } })),
  )
}
