import type { CompiledTrigger, CompiledWorkflow } from '@fieldwork/metadata'
import { Cron } from 'croner'
import type { EngineDeps } from './engine.ts'
import { isWorkday } from '../calendar/workdays.ts'
import { wallTime } from '../calendar/zoned-time.ts'
import { startByDates, startBySchedule } from './triggers.ts'

/** dates of records are looked at so often */
const datesEveryMs = 60_000
/** a moment that nobody looked after is caught up on for so long */
const catchUpMs = 12 * 3_600_000

/** Looks after what begins by the clock; any number of processes may, each moment counts once. */
export function dueTriggers(deps: EngineDeps): { tick(now: Date): Promise<void> } {
  let datesAt = Number.NEGATIVE_INFINITY
  return {
    async tick(now) {
      const workflows = [...deps.registry.catalog().workflows.values()].filter(({ active }) => active)
      for (const workflow of workflows) {
        if (workflow.trigger.type === 'schedule') await bySchedule(deps, workflow, { trigger: workflow.trigger, now })
      }
      if (Math.abs(now.getTime() - datesAt) < datesEveryMs) return
      for (const workflow of workflows) {
        if (workflow.trigger.type === 'relative-date') await startByDates(deps, workflow, now)
      }
      datesAt = now.getTime()
    },
  }
}

interface Scheduled {
  trigger: Extract<CompiledTrigger, { type: 'schedule' }>
  now: Date
}

/** The last moment of a schedule since somebody looked; several that were missed count as one. */
async function bySchedule(deps: EngineDeps, workflow: CompiledWorkflow, { trigger, now }: Scheduled): Promise<void> {
  const cron = new Cron(trigger.cron, { timezone: trigger.timezone ?? deps.timeZone, paused: true })
  const moment = cron.previousRuns(1, new Date(now.getTime() + 1))[0]
  const seen = await seenUntil(deps, workflow, now)
  const since = Math.max(seen.getTime(), now.getTime() - catchUpMs)
  if (!moment || moment.getTime() <= since) return
  if (isOpenOn(deps, trigger, moment)) await startBySchedule(deps, workflow, moment)
  await deps.db.query({
    text: 'update fw_schedule set seen = greatest(seen, $2) where name = $1',
    values: [nameOf(workflow), moment.toISOString()],
  })
}

/** On days that its calendar does not work nothing begins. */
function isOpenOn(
  { registry, timeZone }: EngineDeps,
  { calendar: name, timezone }: Scheduled['trigger'],
  moment: Date,
) {
  const calendar = name === null ? undefined : registry.catalog().calendars.get(name)
  return calendar === undefined || isWorkday(calendar, wallTime(moment, timezone ?? timeZone).date)
}

const nameOf = ({ name, version }: CompiledWorkflow): string => `workflow:${name}:${version}`

/** A schedule begins to count when it is first looked at, so not for moments before it was published. */
async function seenUntil({ db }: EngineDeps, workflow: CompiledWorkflow, now: Date): Promise<Date> {
  const name = nameOf(workflow)
  const known = await db.query<{ seen: string }>({
    text: 'select seen from fw_schedule where name = $1',
    values: [name],
  })
  if (known.rows[0]) return new Date(known.rows[0].seen)
  await db.query({
    text: `with old as (delete from fw_schedule where starts_with(name, $3) and name <> $1)
      insert into fw_schedule (name, seen) values ($1, $2) on conflict (name) do nothing`,
    values: [name, now.toISOString(), `workflow:${workflow.name}:`],
  })
  return now
}
