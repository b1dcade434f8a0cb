import { Cron } from 'croner'
import type { Database, Log, Transaction } from '@fieldwork/database'
import { addJobs } from './add-jobs.ts'
import type { JobDeps, JobHandler } from './job.ts'
import type { Round } from './round.ts'
import type { Schedule } from './schedule.ts'

/** The task of all schedules; the payload says which one and when. */
export const SCHEDULE_TASK = 'schedule'

interface SchedulePayload {
  name: string
  /** ISO 8601 */
  moment: string
}

/** Those of this moment: definitions come and go. */
export type Schedules = () => readonly Schedule[]

const everyMs = 1_000

/** Makes jobs of the moments that have come, on whichever node sees them first. */
export function schedulesRound({ db, log, schedules }: { db: Database; log: Log; schedules: Schedules }): Round {
  const next = new Map<string, number>()
  return {
    name: 'schedules',
    everyMs,
    async look() {
      for (const schedule of schedules()) await follow({ db, log, schedule, next })
    },
  }
}

interface Following {
  db: Database
  log: Log
  schedule: Schedule
  /** by schedule as it is written: when it has to be looked at again, ms */
  next: Map<string, number>
}

/** One that is written differently begins anew: moments before do not count. */
const keyOf = ({ name, cron, timeZone }: Schedule): string => `${name} ${cron} ${timeZone}`

async function follow({ db, log, schedule, next }: Following): Promise<void> {
  const key = keyOf(schedule)
  if ((next.get(key) ?? 0) > Date.now()) return
  try {
    const cron = new Cron(schedule.cron, { timezone: schedule.timeZone, mode: '5-part' })
    await db.transaction((tx) => claimDue(tx, { key, name: schedule.name, cron }))
    next.set(key, cron.nextRun()?.getTime() ?? Number.POSITIVE_INFINITY)
  } catch (error) {
    next.set(key, Date.now() + 60 * everyMs)
    log.error({ error, schedule: schedule.name }, 'a schedule could not be followed; trying again')
  }
}

const remember = `
insert into fw_schedule (name) values ($1) on conflict (name) do nothing`
const hold = `
select seen, now() as now from fw_schedule where name = $1 for update`
const forget = `delete from fw_schedule where starts_with(name, $1) and name <> $2`

/** The row is locked, so of several nodes one adds the job, and the others find the moment seen. */
async function claimDue(tx: Transaction, { key, name, cron }: { key: string; name: string; cron: Cron }) {
  const { rowCount } = await tx.query({ text: remember, values: [key] })
  if (rowCount === 1) await tx.query({ text: forget, values: [`${name} `, key] })
  const { rows } = await tx.query<{ seen: string; now: string }>({ text: hold, values: [key] })
  const [seen, now] = [new Date(rows[0]!.seen), new Date(rows[0]!.now)]
  const [due] = cron.previousRuns(1, new Date(now.getTime() + 1))
  if (!due || due <= seen) return
  await tx.query({ text: 'update fw_schedule set seen = $2 where name = $1', values: [key, due] })
  const payload: SchedulePayload = { name, moment: due.toISOString() }
  await addJobs(tx, [{ task: SCHEDULE_TASK, payload, key: `${SCHEDULE_TASK}:${key}:${payload.moment}` }])
}

/** Does what a schedule asks for. One that is gone by now asks for nothing. */
export function scheduleTask(schedules: Schedules): JobHandler {
  return async (job, deps: JobDeps) => {
    const { name, moment } = job.payload as SchedulePayload
    const schedule = schedules().find((each) => each.name === name)
    const at = new Date(moment)
    if (!schedule || (schedule.accepts && !(await schedule.accepts(at, deps)))) return
    await schedule.run({ ...job, moment: at }, deps)
  }
}
