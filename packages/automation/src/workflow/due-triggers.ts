import type { CompiledTrigger, CompiledWorkflow } from '@fieldwork/metadata'
import { isMovedTo, onEveryDay } from '../calendar/moved-schedule.ts'
import { isWorkday } from '../calendar/workdays.ts'
import { wallTime } from '../calendar/zoned-time.ts'
import type { Schedule } from '../jobs/schedule.ts'
import type { EngineDeps } from './engine.ts'
import { startByDates, startBySchedule } from './triggers.ts'

/** dates of records are looked at so often */
const datesEveryMs = 60_000
/** a moment that nobody looked after is caught up on for so long */
const catchUpMs = 12 * 3_600_000

const active = ({ registry }: EngineDeps): CompiledWorkflow[] =>
  [...registry.catalog().workflows.values()].filter((workflow) => workflow.active)

/** Starts what begins by dates of records, once a minute. */
export function dueDates(deps: EngineDeps): (now: Date) => Promise<void> {
  let lookedAt = Number.NEGATIVE_INFINITY
  return async (now) => {
    if (Math.abs(now.getTime() - lookedAt) < datesEveryMs) return
    for (const workflow of active(deps))
      if (workflow.trigger.type === 'relative-date') await startByDates(deps, workflow, now)
    lookedAt = now.getTime()
  }
}

/** The schedules of the workflows as they are published now. */
export const workflowSchedules = (deps: EngineDeps): Schedule[] =>
  active(deps).flatMap((workflow) =>
    workflow.trigger.type === 'schedule' ? [scheduleOf(deps, workflow, workflow.trigger)] : [],
  )

type ScheduleTrigger = Extract<CompiledTrigger, { type: 'schedule' }>

/** On days that its calendar does not work nothing begins; it may begin on the working day beside them instead. */
function scheduleOf(deps: EngineDeps, workflow: CompiledWorkflow, trigger: ScheduleTrigger): Schedule {
  const { cron, holidays } = trigger
  const timeZone = trigger.timezone ?? deps.timeZone
  const isMoved = trigger.calendar !== null && holidays !== 'skip'
  const isOpenOn = (moment: Date): boolean => {
    const calendar = trigger.calendar === null ? undefined : deps.registry.catalog().calendars.get(trigger.calendar)
    if (calendar === undefined) return true
    if (holidays !== 'skip') return isMovedTo(moment, { cron, timeZone, to: holidays }, calendar)
    return isWorkday(calendar, wallTime(moment, timeZone).date)
  }
  return {
    name: `workflow:${workflow.name}`,
    cron: isMoved ? onEveryDay(cron) : cron,
    timeZone,
    accepts: async (moment) => Date.now() - moment.getTime() < catchUpMs && isOpenOn(moment),
    run: async ({ moment }) => void (await startBySchedule(deps, workflow, moment)),
  }
}
