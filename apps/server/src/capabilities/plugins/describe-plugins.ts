import type { LocalizedText, Problem } from '@fieldwork/fields'
import type { Actor } from '@fieldwork/records'
import type { ServerDeps } from '../../capability.ts'

/** A plugin as people see it; others than administrators see those that are enabled, without what is wrong. */
export interface ShownPlugin {
  name: string
  version: string | null
  label: LocalizedText
  help: LocalizedText | null
  state: 'enabled' | 'disabled' | 'failed'
  requires: Record<string, string>
  /** there is something to set */
  hasSettings: boolean
  /** why it failed */
  problems: Problem[]
}

/** Every plugin that this program has found, by name. */
export function describePlugins({ plugins, registry }: ServerDeps, { administrator }: Actor): { data: ShownPlugin[] } {
  const catalog = registry.catalog()
  const working = plugins.loaded.map(({ plugin }): ShownPlugin => {
    const { name, version, label, help = null, requires = {}, settings } = plugin
    const state = plugins.isEnabled(catalog, name) ? 'enabled' : 'disabled'
    return { name, version, label, help, state, requires, hasSettings: settings !== undefined, problems: [] }
  })
  const failed = plugins.failed.map(({ name, problems }): ShownPlugin => {
    const info = catalog.layers.find((layer) => layer.name === name)?.package
    const label = info?.label ?? { en: name, 'zh-CN': name }
    const { version = null, requires = {} } = info ?? {}
    return { name, version, label, help: null, state: 'failed', requires, hasSettings: false, problems }
  })
  const all = [...working, ...failed].sort((a, b) => (a.name < b.name ? -1 : 1))
  return { data: administrator ? all : all.filter(({ state }) => state === 'enabled') }
}
