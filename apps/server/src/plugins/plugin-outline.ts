import type { Queryable } from '@fieldwork/database'
import type { LocalizedText } from '@fieldwork/fields'
import type { KindDescriptor, StepDescriptor, TriggerDescriptor } from '@fieldwork/metadata'
import type { Plugin, PluginStep } from '@fieldwork/plugin-sdk'
import type { HookedOperation } from '@fieldwork/records'
import { brokenPlugin } from './broken-plugin.ts'
import { outlineType, typeOfOutline, type OutlinedType } from './outlined-type.ts'

/**
 * What definitions and records need to know of a plugin, as data: it is kept in the database and so in every backup,
 * which code is not, for whoever may write there must not be able to run programs on the server.
 */
interface PluginOutline {
  label: LocalizedText
  version: string
  fieldTypes: OutlinedType[]
  steps: StepDescriptor[]
  triggers: TriggerDescriptor[]
  kinds: Omit<KindDescriptor, 'compile'>[]
  hooks: { object: string; operations: readonly HookedOperation[] }[]
}

const PREFIX = 'plugin-outline:'

function outlineOf(plugin: Plugin): PluginOutline {
  const { label, version, fieldTypes = [], steps = [], triggers = [], kinds = [], hooks = {} } = plugin
  return {
    label,
    version,
    fieldTypes: fieldTypes.map(outlineType),
    steps: steps.map(({ run: _run, examples: _examples, ...descriptor }) => descriptor as StepDescriptor),
    triggers: triggers.map(({ matches: _matches, ...descriptor }) => descriptor),
    kinds: kinds.map(({ compile: _compile, ...descriptor }) => descriptor),
    hooks: [...(hooks.before ?? []), ...(hooks.after ?? [])].map(({ object, operations }) => ({ object, operations })),
  }
}

/** A plugin of which nothing but its outline is there: it lets definitions compile, and does nothing. */
function standInOf(name: string, outline: PluginOutline): Plugin {
  const { label, version, triggers, kinds } = outline
  const run = () => Promise.reject(brokenPlugin(name))
  return {
    kind: 'fieldwork-plugin',
    url: '',
    name,
    version,
    label,
    metadata: false,
    triggers,
    kinds,
    fieldTypes: outline.fieldTypes.map((type) => typeOfOutline(type, name)),
    steps: outline.steps.map((step) => ({ ...step, run }) as PluginStep),
    hooks: { before: outline.hooks.map((hook) => ({ ...hook, run })) },
  }
}

/** Keeps the outline of a plugin that works, where there is something that definitions or records may need of it. */
export async function keepOutline(db: Queryable, plugin: Plugin): Promise<void> {
  const outline = outlineOf(plugin)
  const { fieldTypes, steps, triggers, kinds, hooks } = outline
  if ([fieldTypes, steps, triggers, kinds, hooks].every((part) => part.length === 0)) return
  await db.query({
    text: `insert into fw_setting as kept (key, value) values ($1, $2::jsonb)
      on conflict (key) do update set value = excluded.value, updated_at = now() where kept.value <> excluded.value`,
    values: [PREFIX + plugin.name, JSON.stringify(outline)],
  })
}

/** What stands in for plugins of which this machine has no code, by name. */
export async function outlinedPlugins(db: Queryable): Promise<Map<string, Plugin>> {
  const { rows } = await db.query<{ key: string; value: PluginOutline }>({
    text: 'select key, value from fw_setting where starts_with(key, $1) order by key',
    values: [PREFIX],
  })
  return new Map(
    rows.map(({ key, value }) => [key.slice(PREFIX.length), standInOf(key.slice(PREFIX.length), value)] as const),
  )
}
