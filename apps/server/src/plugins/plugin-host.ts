import { notifyAll } from '@fieldwork/automation'
import { setCause, type Cause, type Database, type Registry } from '@fieldwork/database'
import type { Catalog } from '@fieldwork/metadata'
import { asSystem, type AfterHook, type BeforeHook, type HookInput, type Records } from '@fieldwork/records'
import type { Plugin, PluginContext } from '@fieldwork/plugin-sdk'
import type { Sealer } from '../identity/sealing.ts'
import type { LoadedPlugins } from './load-plugins.ts'
import { addPluginJobs } from './add-plugin-jobs.ts'
import { createSealedSettings, type SealedSettings } from './settings-store.ts'
import { restingHooks } from './resting-hooks.ts'
import { tellWorkflows } from './tell-workflows.ts'

/** What a context is bound to. */
export interface ContextPlace {
  records: Records
  db: Pick<Database, 'query'>
  /** the run that has led to a job; absent: none, or that of the transaction */
  cause?: Cause | null
}

/** The plugins of this process, connected with the platform. */
export interface PluginHost extends LoadedPlugins {
  settings: SealedSettings
  isEnabled(catalog: Catalog, name: string): boolean
  /** for `createRecords`: the hooks of the plugins that are enabled */
  hooks(catalog: Catalog): BeforeHook[]
  afterHooks(catalog: Catalog): AfterHook[]
  contextOf(plugin: Plugin, place: ContextPlace): PluginContext
}

export interface HostDeps {
  db: Database
  registry: Pick<Registry, 'catalog'>
  sealer: Sealer
  timeZone: string
}

/** Connects plugins that were loaded. A plugin takes part where its layer is a part of what is published. */
export function createPluginHost(plugins: LoadedPlugins, { db, registry, sealer, timeZone }: HostDeps): PluginHost {
  const settings = createSealedSettings(sealer)
  const enabled = (catalog: Catalog): Plugin[] =>
    plugins.loaded.map(({ plugin }) => plugin).filter(({ name }) => isEnabled(catalog, name))

  function contextOf(plugin: Plugin, { records, db: place, cause = null }: ContextPlace): PluginContext {
    /** what is written in it comes from what has led to the job */
    const inTransaction = <T>(work: (bound: ContextPlace) => Promise<T>): Promise<T> =>
      records.transaction(async (bound, tx) => {
        if (cause) await setCause(tx, cause)
        return work({ records: bound, db: tx, cause })
      })
    return {
      name: plugin.name,
      records,
      system: asSystem(`plugin ${plugin.name}`),
      catalog: registry.catalog(),
      timeZone,
      log: db.log,
      settings: () => settings.read(place, plugin),
      transaction: (work) => inTransaction((bound) => work(contextOf(plugin, bound))),
      sql: place.query,
      notify: async (news) => void (await notifyAll(place, news)),
      tell: (event) => inTransaction(({ db: tx }) => tellWorkflows(tx, { plugin, catalog: registry.catalog() }, event)),
      addJobs: (jobs) => addPluginJobs(place, plugin, jobs),
    }
  }

  return {
    ...plugins,
    settings,
    isEnabled,
    contextOf,
    hooks: (catalog) => [
      ...plugins.failed.flatMap((failed) => (isEnabled(catalog, failed.name) ? restingHooks(catalog, failed) : [])),
      ...enabled(catalog).flatMap((plugin) =>
        (plugin.hooks?.before ?? []).map((hook) => ({
          ...hook,
          run: async (input: HookInput) => hook.run(input, contextOf(plugin, { records: input.records, db: input.tx })),
        })),
      ),
    ],
    afterHooks: (catalog) =>
      enabled(catalog).flatMap((plugin) =>
        (plugin.hooks?.after ?? []).map((hook) => ({
          ...hook,
          run: async (input) => hook.run(input, contextOf(plugin, { records: input.records, db: input.tx })),
        })),
      ),
  }
}

const isEnabled = (catalog: Catalog, name: string): boolean => catalog.layers.some((layer) => layer.name === name)
