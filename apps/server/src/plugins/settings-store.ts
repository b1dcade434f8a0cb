import type { Queryable } from '@fieldwork/database'
import type { Json, JsonSchema, Problem } from '@fieldwork/fields'
import { appError, isPlainObject, valueChecker } from '@fieldwork/metadata'
import type { Plugin } from '@fieldwork/plugin-sdk'
import { say } from '../errors.ts'
import type { Sealer } from '../identity/sealing.ts'

type Values = Record<string, Json>

/** As they are kept: secrets sealed. */
interface Stored {
  values: Values
  sealed: Record<string, string>
}

/** What an administrator sees of a plugin's settings. */
export interface ShownSettings {
  schema: JsonSchema | null
  /** without secrets */
  values: Values
  /** names of the secrets that are set */
  secrets: string[]
}

/** The settings of plugins in the workspace. */
export interface PluginSettings {
  /** with secrets and defaults, for the plugin's own code */
  read(db: Queryable, plugin: Plugin): Promise<Values>
  show(db: Queryable, plugin: Plugin): Promise<ShownSettings>
  /**
   * Sets all of them; a secret that is left out stays, null takes it away.
   *
   * @throws validation_failed (every problem)
   */
  store(db: Queryable, plugin: Plugin, values: unknown): Promise<void>
}

/** What a sealed text is. */
const purpose = ({ name }: Plugin, secret: string): string => `plugin ${name} ${secret}`

/** Settings are kept beside those of the workspace, secrets sealed with the program's key. */
export function createPluginSettings(sealer: Sealer): PluginSettings {
  const opened = (plugin: Plugin, { values, sealed }: Stored): Values => ({
    ...values,
    ...Object.fromEntries(
      Object.entries(sealed).map(([name, text]) => [
        name,
        JSON.parse(sealer.open(text, purpose(plugin, name))) as Json,
      ]),
    ),
  })
  return {
    async read(db, plugin) {
      const values = opened(plugin, await storedOf(db, plugin))
      // fills in defaults; what an older version stored may not be right any more, which its code has to bear
      problemsOf(plugin, values)
      return values
    },
    async show(db, plugin) {
      const { values, sealed } = await storedOf(db, plugin)
      const shown = { ...values }
      fillDefaults(plugin, shown)
      return { schema: plugin.settings ?? null, values: shown, secrets: Object.keys(sealed) }
    },
    async store(db, plugin, sent) {
      const stored = await storedOf(db, plugin)
      const entered = isPlainObject(sent) ? (sent as Values) : {}
      const kept = Object.fromEntries(Object.entries(opened(plugin, stored)).filter(([name]) => isSecret(plugin, name)))
      const all = withoutNulls({ ...kept, ...entered })
      const problems = isPlainObject(sent) ? problemsOf(plugin, all) : [notAnObject]
      if (problems.length > 0) throw appError('validation_failed', {}, problems)
      const names = Object.keys(all)
      const sealed = names.filter((name) => isSecret(plugin, name))
      await save(db, plugin, {
        values: Object.fromEntries(
          names.filter((name) => !isSecret(plugin, name)).map((name) => [name, all[name] ?? null]),
        ),
        sealed: Object.fromEntries(
          sealed.map((name) => [name, sealer.seal(JSON.stringify(all[name]), purpose(plugin, name))]),
        ),
      })
    },
  }
}

const notAnObject: Problem = { pointer: '', code: 'wrong_type', message: say('Settings are an object', '设置应为对象') }

const isSecret = ({ settings }: Plugin, name: string): boolean => settings?.properties[name]?.writeOnly === true

const withoutNulls = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null))

function problemsOf(plugin: Plugin, values: Values): Problem[] {
  const { settings = { type: 'object', properties: {} }, checkSettings } = plugin
  const made = valueChecker({ additionalProperties: false, ...settings })
  if ('problems' in made) throw new Error(`The settings of ${plugin.name} have no schema that can be used`)
  const found = made.check(values)
  return found.length > 0 ? found : (checkSettings?.(values) ?? [])
}

/** A required secret is no problem here. */
function fillDefaults({ settings }: Plugin, values: Values): void {
  for (const [name, schema] of Object.entries(settings?.properties ?? {}))
    if (!(name in values) && schema.default !== undefined && schema.writeOnly !== true) values[name] = schema.default
}

const keyOf = ({ name }: Plugin): string => `plugin:${name}`

async function storedOf(db: Queryable, plugin: Plugin): Promise<Stored> {
  const { rows } = await db.query<{ value: Stored }>({
    name: 'fw_plugin_settings',
    text: 'select value from fw_setting where key = $1',
    values: [keyOf(plugin)],
  })
  return rows[0]?.value ?? { values: {}, sealed: {} }
}

async function save(db: Queryable, plugin: Plugin, stored: Stored): Promise<void> {
  await db.query({
    text: `insert into fw_setting (key, value) values ($1, $2::jsonb)
      on conflict (key) do update set value = excluded.value, updated_at = now()`,
    values: [keyOf(plugin), JSON.stringify(stored)],
  })
}
