import type { Job, JobHandler } from '@fieldwork/automation'
import type { Records } from '@fieldwork/records'
import type { Plugin, PluginContext } from '@fieldwork/plugin-sdk'
import type { PluginPayload } from './add-plugin-jobs.ts'
import type { PluginHost } from './plugin-host.ts'
import { addNextMoment } from './plugin-schedules.ts'

interface TaskDeps {
  plugins: PluginHost
  records: () => Records
}

/**
 * Does the jobs and schedules of plugins. While one is disabled, its jobs fail and can be tried again later, and its
 * schedules pass.
 */
export function pluginTask({ plugins, records }: TaskDeps): JobHandler {
  return async (job, { db }) => {
    const asked = job.payload as PluginPayload
    const plugin = plugins.loaded.find((each) => each.plugin.name === asked.plugin)?.plugin
    if (!plugin) throw new Error(`There is no plugin “${asked.plugin}” in this program`)
    const context = plugins.contextOf(plugin, { records: records(), db })
    const isEnabled = plugins.isEnabled(context.catalog, plugin.name)
    const working = { ...fenced(context, job), signal: job.signal }
    if (asked.schedule !== undefined) {
      if (isEnabled) await scheduled(plugin, asked.schedule).run(working)
      await addNextMoment(db, { plugin, name: asked.schedule, timeZone: context.timeZone })
    } else {
      if (!isEnabled) throw new Error(`The plugin “${plugin.name}” is disabled`)
      await jobOf(plugin, asked.job ?? '').run(asked.payload, working)
    }
  }
}

function jobOf(plugin: Plugin, name: string) {
  const found = plugin.jobs?.[name]
  if (!found) throw new Error(`The plugin “${plugin.name}” has no job “${name}”`)
  return found
}

function scheduled(plugin: Plugin, name: string) {
  const found = plugin.schedules?.[name]
  if (!found) throw new Error(`The plugin “${plugin.name}” has no schedule “${name}”`)
  return found
}

/** What the job writes in a transaction is written only while the job is this worker's. */
const fenced = (context: PluginContext, job: Job): PluginContext => ({
  ...context,
  transaction: (work) =>
    context.transaction(async (bound) => {
      await job.fence({ query: bound.sql })
      return work(bound)
    }),
})
