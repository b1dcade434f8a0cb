import type { Queryable } from '@fieldwork/database'
import type { Json, JsonSchema, Problem } from '@fieldwork/fields'
import { appError, isPlainObject, valueChecker } from '@fieldwork/metadata'
import { say } from '../errors.ts'
import type { Sealer } from '../identity/sealing.ts'

type Values = Record<string, Json>

/** As they are kept: secrets sealed. */
interface Stored {
  values: Values
  sealed: Record<string, string>
}

/** Something that an administrator sets: a plugin, a channel. */
export interface Settable {
  /** what it is; `plugin` when left out */
  owner?: 'plugin' | 'channel' | 'hook'
  name: string
  settings?: (JsonSchema & { properties: Record<string, JsonSchema> }) | undefined
  checkSettings?(values: Values): Problem[]
}

/** What an administrator sees of its settings. */
export interface ShownSettings {
  schema: JsonSchema | null
  /** without secrets */
  values: Values
  /** names of the secrets that are set */
  secrets: string[]
}

/** What is set in the workspace. */
export interface SealedSettings {
  /** with secrets and defaults, for the code that is set by them */
  read(db: Queryable, part: Settable): Promise<Values>
  show(db: Queryable, part: Settable): Promise<ShownSettings>
  /**
   * Sets all of them; a secret that is left out stays, null takes it away.
   *
   * @throws validation_failed (every problem)
   */
  store(db: Queryable, part: Settable, values: unknown): Promise<void>
}

/** What a sealed text is. */
const purpose = ({ owner = 'plugin', name }: Settable, secret: string): string => `${owner} ${name} ${secret}`

/** They are kept beside the settings of the workspace, secrets sealed with the program's key. */
export function createSealedSettings(sealer: Sealer): SealedSettings {
  const opened = (part: Settable, { values, sealed }: Stored): Values => ({
    ...values,
    ...Object.fromEntries(
      Object.entries(sealed).map(([name, text]) => [name, JSON.parse(sealer.open(text, purpose(part, name))) as Json]),
    ),
  })
  return {
    async read(db, part) {
      const values = opened(part, await storedOf(db, part))
      // fills in defaults; what an older version stored may not be right any more, which its code has to bear
      problemsOf(part, values)
      return values
    },
    async show(db, part) {
      const { values, sealed } = await storedOf(db, part)
      const shown = { ...values }
      fillDefaults(part, shown)
      return { schema: part.settings ?? null, values: shown, secrets: Object.keys(sealed) }
    },
    async store(db, part, sent) {
      const stored = await storedOf(db, part)
      const entered = isPlainObject(sent) ? (sent as Values) : {}
      const kept = Object.fromEntries(Object.entries(opened(part, stored)).filter(([name]) => isSecret(part, name)))
      const all = withoutNulls({ ...kept, ...entered })
      const problems = isPlainObject(sent) ? problemsOf(part, all) : [notAnObject]
      if (problems.length > 0) throw appError('validation_failed', {}, problems)
      const names = Object.keys(all)
      const sealed = names.filter((name) => isSecret(part, name))
      await save(db, part, {
        values: Object.fromEntries(
          names.filter((name) => !isSecret(part, name)).map((name) => [name, all[name] ?? null]),
        ),
        sealed: Object.fromEntries(
          sealed.map((name) => [name, sealer.seal(JSON.stringify(all[name]), purpose(part, name))]),
        ),
      })
    },
  }
}

const notAnObject: Problem = { pointer: '', code: 'wrong_type', message: say('Settings are an object', '设置应为对象') }

const isSecret = ({ settings }: Settable, name: string): boolean => settings?.properties[name]?.writeOnly === true

const withoutNulls = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null))

function problemsOf(part: Settable, values: Values): Problem[] {
  const { settings = { type: 'object', properties: {} }, checkSettings } = part
  const made = valueChecker({ additionalProperties: false, ...settings })
  if ('problems' in made) throw new Error(`The settings of ${part.name} have no schema that can be used`)
  const found = made.check(values)
  return found.length > 0 ? found : (checkSettings?.(values) ?? [])
}

/** A required secret is no problem here. */
function fillDefaults({ settings }: Settable, values: Values): void {
  for (const [name, schema] of Object.entries(settings?.properties ?? {}))
    if (!(name in values) && schema.default !== undefined && schema.writeOnly !== true) values[name] = schema.default
}

const keyOf = ({ owner = 'plugin', name }: Settable): string => `${owner}:${name}`

async function storedOf(db: Queryable, part: Settable): Promise<Stored> {
  const { rows } = await db.query<{ value: Stored }>({
    name: 'fw_plugin_settings',
    text: 'select value from fw_setting where key = $1',
    values: [keyOf(part)],
  })
  return rows[0]?.value ?? { values: {}, sealed: {} }
}

async function save(db: Queryable, part: Settable, stored: Stored): Promise<void> {
  await db.query({
    text: `insert into fw_setting (key, value) values ($1, $2::jsonb)
      on conflict (key) do update set value = excluded.value, updated_at = now()`,
    values: [keyOf(part), JSON.stringify(stored)],
  })
}
