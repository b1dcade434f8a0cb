import { startByPlugin } from '@fieldwork/automation'
import type { Database } from '@fieldwork/database'
import { valueChecker } from '@fieldwork/metadata'
import type { Catalog } from '@fieldwork/metadata'
import type { Plugin, PluginEvent } from '@fieldwork/plugin-sdk'
import { refuse } from '../errors.ts'

interface Teller {
  plugin: Plugin
  catalog: Catalog
}

/** Begins the workflows that wait for what a plugin tells. Throws validation_failed for values that its schema refuses. */
export function tellWorkflows(
  tx: Pick<Database, 'query'>,
  { plugin, catalog }: Teller,
  event: PluginEvent,
): Promise<number> {
  const { trigger: name, values = {}, about, actor, key } = event
  const trigger = plugin.triggers?.find((each) => each.name === name)
  if (!trigger) throw new Error(`The plugin “${plugin.name}” has no trigger “${name}”`)
  const made = valueChecker(trigger.values)
  const problems = 'problems' in made ? made.problems : made.check(values)
  if (problems.length > 0) throw refuse('validation_failed', {}, problems)
  const matches = (options: Readonly<Record<string, unknown>>) => trigger.matches?.(options, values) ?? true
  return startByPlugin(tx, catalog, {
    trigger: name,
    matches,
    values,
    about: about ?? null,
    actor: actor ?? null,
    key: key ?? null,
  })
}
