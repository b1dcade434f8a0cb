import { newId } from '@fieldwork/database'
import type { CompiledApprovalStep } from '@fieldwork/metadata'
import { addJobs } from '../jobs/add-jobs.ts'
import { momentAfter } from './due-time.ts'
import type { Run } from './run.ts'

export const TIMER_TASK = 'approval.timer'

interface Timer {
  id: string
  kind: 'remind' | 'escalate'
  key: string
  at: string
}

/** Sets what happens when a step is nearly due or overdue: rows that decide, and jobs that wake up for them. */
export async function setTimers(run: Run, due: NonNullable<CompiledApprovalStep['due']>, at: Date): Promise<void> {
  const { catalog, timeZone } = run.scene
  const input = { catalog, timeZone, calendar: due.calendar }
  const reminders = due.remind.flatMap(({ key, before, after }) => [
    ...(before ? [timer('remind', key, momentAfter(at, before, input, -1))] : []),
    ...(after ? [timer('remind', `${key}+`, momentAfter(at, after, input))] : []),
  ])
  const escalations = due.escalate.map(({ key, after }) =>
    timer('escalate', key, after ? momentAfter(at, after, input) : at),
  )
  await addTimers(run, [...reminders, ...escalations])
}

const timer = (kind: Timer['kind'], key: string, at: Date): Timer => ({ id: newId(), kind, key, at: at.toISOString() })

/** The same reminder once more. */
export const repeatTimer = (run: Run, key: string, at: Date): Promise<void> =>
  addTimers(run, [timer('remind', key, at)])

async function addTimers({ scene, approval }: Run, timers: readonly Timer[]): Promise<void> {
  if (timers.length === 0) return
  await scene.db.query({
    text:
      'insert into fw_approval_timer (id, approval, visit, kind, key, at) select t.id, $1, $2, t.kind, t.key, t.at' +
      ' from jsonb_to_recordset($3::jsonb) t (id uuid, kind text, key text, at timestamptz)',
    values: [approval.id, approval.visit, JSON.stringify(timers)],
  })
  await addJobs(scene.db, timers.map(timerJob))
}

/** What wakes up for a timer. */
export const timerJob = ({ id, at }: Pick<Timer, 'id' | 'at'>) => ({
  task: TIMER_TASK,
  payload: { timer: id },
  key: `${TIMER_TASK}:${id}`,
  runAt: at,
})
