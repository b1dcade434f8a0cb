import type { Job, JobHandler, Schedule } from '@fieldwork/automation'
import type { Records } from '@fieldwork/records'
import type { Plugin, PluginContext } from '@fieldwork/plugin-sdk'
import type { PluginPayload } from './add-plugin-jobs.ts'
import type { PluginHost } from './plugin-host.ts'

interface WorkDeps {
  plugins: PluginHost
  records: Records
}

/** Does the jobs of plugins. While one is disabled, its jobs fail and can be tried again later. */
export function pluginTask({ plugins, records }: WorkDeps): JobHandler {
  return async (job, { db }) => {
    const asked = job.payload as PluginPayload
    const plugin = plugins.loaded.find((each) => each.plugin.name === asked.plugin)?.plugin
    if (!plugin) throw new Error(`There is no plugin “${asked.plugin}” in this program`)
    const context = plugins.contextOf(plugin, { records, db, cause: asked.cause ?? null })
    if (!plugins.isEnabled(context.catalog, plugin.name)) throw new Error(`The plugin “${plugin.name}” is disabled`)
    await jobOf(plugin, asked.job).run(asked.payload, working(context, job))
  }
}

/** The schedules of all plugins that were loaded. While one is disabled, its moments pass. */
export const pluginSchedules = ({ plugins, records, timeZone }: WorkDeps & { timeZone: string }): Schedule[] =>
  plugins.loaded.flatMap(({ plugin }) =>
    Object.entries(plugin.schedules ?? {}).map(([name, { cron, run }]) => ({
      name: `plugin:${plugin.name}:${name}`,
      cron,
      timeZone,
      accepts: async (_moment, { db }) =>
        plugins.isEnabled(plugins.contextOf(plugin, { records, db }).catalog, plugin.name),
      run: (job, { db }) => run(working(plugins.contextOf(plugin, { records, db }), job)),
    })),
  )

function jobOf(plugin: Plugin, name: string) {
  const found = plugin.jobs?.[name]
  if (!found) throw new Error(`The plugin “${plugin.name}” has no job “${name}”`)
  return found
}

/** What the job writes in a transaction is written only while the job is this worker's. */
const working = (context: PluginContext, job: Job): PluginContext & { signal: AbortSignal } => ({
  ...context,
  signal: job.signal,
  transaction: (work) =>
    context.transaction(async (bound) => {
      await job.fence({ query: bound.sql })
      return work(bound)
    }),
})
