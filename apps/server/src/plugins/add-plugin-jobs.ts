import { addJobs } from '@fieldwork/automation'
import { causeOf, type Cause, type Queryable } from '@fieldwork/database'
import type { NewPluginJob, Plugin } from '@fieldwork/plugin-sdk'

/** The task of all jobs of plugins; the payload says whose and which. */
export const PLUGIN_TASK = 'plugin'

/** What the payload of each says. */
export interface PluginPayload {
  plugin: string
  job: string
  payload: unknown
  /** the run that has led to it */
  cause?: Cause
}

/** Adds jobs of a plugin in the transaction that makes them necessary. Throws Error for one that it does not have. */
export async function addPluginJobs(tx: Queryable, plugin: Plugin, jobs: readonly NewPluginJob[]): Promise<void> {
  const unknown = jobs.filter(({ job }) => !Object.hasOwn(plugin.jobs ?? {}, job))
  if (unknown.length > 0) throw new Error(`The plugin ${plugin.name} has no job “${unknown[0]?.job}”`)
  const cause = await causeOf(tx)
  const added = jobs.map(({ job, payload = {}, key, runAt }) => ({
    task: PLUGIN_TASK,
    payload: { plugin: plugin.name, job, payload, ...(cause && { cause }) } satisfies PluginPayload,
    ...(key !== undefined && { key: `plugin:${plugin.name}:${job}:${key}` }),
    ...(runAt && { runAt }),
  }))
  await addJobs(tx, added)
}
