import { addJobs } from '@fieldwork/automation'
import type { Queryable } from '@fieldwork/database'
import type { Plugin, PluginSchedule } from '@fieldwork/plugin-sdk'
import { Cron } from 'croner'
import type { LoadedPlugins } from './load-plugins.ts'
import { PLUGIN_TASK, type PluginPayload } from './add-plugin-jobs.ts'

/** A moment of a schedule of a plugin. */
interface ScheduleMoment {
  plugin: Plugin
  name: string
  timeZone: string
}

const keyOf = ({ plugin, name }: ScheduleMoment): string => `plugin:${plugin.name}:schedule:${name}`

/**
 * Lets the next moment of a schedule wait as a job; one for all nodes. A moment that is waiting already stays, so that
 * one that passed while no program ran is made up for, once.
 */
async function awaitSchedule(db: Queryable, moment: ScheduleMoment): Promise<void> {
  const { rowCount } = await db.query({
    text: `select from graphile_worker.jobs where key = current_schema() || ':' || $1`,
    values: [keyOf(moment)],
  })
  if (rowCount === 0) await addNextMoment(db, moment)
}

/** Lets every schedule of the plugins wait for its next moment. */
export async function awaitSchedules(db: Queryable, { loaded }: LoadedPlugins, timeZone: string): Promise<void> {
  for (const { plugin } of loaded)
    for (const name of Object.keys(plugin.schedules ?? {})) await awaitSchedule(db, { plugin, name, timeZone })
}

/** Lets the moment after now wait in the place of the one that is being worked on. */
export async function addNextMoment(db: Queryable, moment: ScheduleMoment): Promise<void> {
  const { plugin, name, timeZone } = moment
  const next = new Cron(scheduleOf(moment).cron, { timezone: timeZone }).nextRun()
  const payload: PluginPayload = { plugin: plugin.name, schedule: name, payload: null }
  if (next) await addJobs(db, [{ task: PLUGIN_TASK, payload, key: keyOf(moment), runAt: next }])
}

function scheduleOf({ plugin, name }: ScheduleMoment): PluginSchedule {
  const schedule = plugin.schedules?.[name]
  if (!schedule) throw new Error(`The plugin ${plugin.name} has no schedule “${name}”`)
  return schedule
}
