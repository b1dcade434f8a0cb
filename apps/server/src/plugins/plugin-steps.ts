import { workflowSteps, type StepDefinition } from '@fieldwork/automation'
import type { Extensions } from '@fieldwork/metadata'
import { brokenPlugin } from './broken-plugin.ts'
import type { LoadedPlugins } from './load-plugins.ts'
import type { PluginHost } from './plugin-host.ts'

/** What the program and its plugins add to what definitions can speak of. */
export function extensionsWith({ loaded, failed }: LoadedPlugins): Extensions {
  const all = [...loaded.map(({ plugin }) => plugin), ...failed.flatMap(({ standIn }) => standIn ?? [])]
  const added = all.flatMap((plugin) => (plugin.steps ?? []).map((step) => [step.name, step] as const))
  const triggers = all.flatMap((plugin) => (plugin.triggers ?? []).map((each) => [each.name, each] as const))
  const kinds = all.flatMap((plugin) => (plugin.kinds ?? []).map((each) => [each.name, each] as const))
  return { steps: new Map([...workflowSteps, ...added]), triggers: new Map(triggers), kinds: new Map(kinds) }
}

/** Every kind of workflow step, for the engine; those of plugins work while their plugin is enabled. */
export function stepsWith(plugins: PluginHost): ReadonlyMap<string, StepDefinition> {
  const added = plugins.loaded.flatMap(({ plugin }) =>
    (plugin.steps ?? []).map((step): [string, StepDefinition] => [
      step.name,
      {
        ...step,
        async run(context, options) {
          const own = plugins.contextOf(plugin, { records: context.records, db: context.tx })
          if (!plugins.isEnabled(own.catalog, plugin.name)) throw new Error(`The plugin “${plugin.name}” is disabled`)
          return step.run(context, options, own)
        },
      },
    ]),
  )
  const broken = plugins.failed.flatMap(({ name, standIn }) =>
    (standIn?.steps ?? []).map((step): [string, StepDefinition] => [
      step.name,
      {
        ...step,
        run: () => Promise.reject(brokenPlugin(name)),
      },
    ]),
  )
  return new Map([...workflowSteps, ...broken, ...added])
}
