import type { Job, JobHandler } from '@fieldwork/automation'
import type { Records } from '@fieldwork/records'
import type { PluginContext } from '@fieldwork/plugin-sdk'
import type { PluginPayload } from './add-plugin-jobs.ts'
import type { PluginHost } from './plugin-host.ts'

/** Does the jobs of plugins. While one is disabled or gone, its jobs fail and can be tried again later. */
export function pluginTask({ plugins, records }: { plugins: PluginHost; records: () => Records }): JobHandler {
  return async (job, { db }) => {
    const { plugin: name, job: key, payload } = job.payload as PluginPayload
    const plugin = plugins.loaded.find((each) => each.plugin.name === name)?.plugin
    const run = plugin?.jobs?.[key]?.run
    const context = plugin && plugins.contextOf(plugin, { records: records(), db })
    if (!context || !run) throw new Error(`There is no job “${key}” of a plugin “${name}” in this program`)
    if (!plugins.isEnabled(context.catalog, name)) throw new Error(`The plugin “${name}” is disabled`)
    await run(payload, { ...fenced(context, job), signal: job.signal })
  }
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
