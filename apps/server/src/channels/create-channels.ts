import { channelTypes } from '@fieldwork/automation'
import type { ChannelDefinition, ChannelSource } from '@fieldwork/automation'
import type { Database, Queryable, Registry } from '@fieldwork/database'
import type { LocalizedText } from '@fieldwork/metadata'
import { refuse } from '../errors.ts'
import type { Sealer } from '../identity/sealing.ts'
import type { PluginHost } from '../plugins/plugin-host.ts'
import { createSealedSettings } from '../plugins/settings-store.ts'
import type { Settable, ShownSettings } from '../plugins/settings-store.ts'

/** A channel that an administrator has set up. */
export interface ChannelSetup {
  /** name of its kind */
  type: string
  label: LocalizedText
  active: boolean
}

/** A channel as administrators see it. */
export interface ShownChannel extends ChannelSetup, ShownSettings {
  name: string
  reach: ChannelDefinition['reach'] | null
}

/** The channels of a workspace. */
export interface Channels extends ChannelSource {
  types(): ReadonlyMap<string, ChannelDefinition>
  list(): Promise<ShownChannel[]>
  /** @throws validation_failed (every problem), not_found (its kind) */
  store(name: string, setup: ChannelSetup, settings: unknown): Promise<ShownChannel>
  /** @throws not_found */
  remove(name: string): Promise<void>
}

interface ChannelsDeps {
  db: Database
  registry: Pick<Registry, 'catalog'>
  plugins: PluginHost
  sealer: Sealer
}

const SETUPS = 'channels'

/** A kind that needs no settings is a channel of its own name without being set up. */
export function createChannels({ db, registry, plugins, sealer }: ChannelsDeps): Channels {
  const sealed = createSealedSettings(sealer)

  const types = (): ReadonlyMap<string, ChannelDefinition> => {
    const catalog = registry.catalog()
    const own = plugins.loaded.filter(({ plugin }) => plugins.isEnabled(catalog, plugin.name))
    const added = own.flatMap(({ plugin }) => (plugin.channels ?? []).map((each) => [each.name, each] as const))
    return new Map([...channelTypes, ...added])
  }

  const setupsOf = async (over: Queryable): Promise<Map<string, ChannelSetup>> => {
    const { rows } = await over.query<{ value: Record<string, ChannelSetup> }>({
      text: 'select value from fw_setting where key = $1',
      values: [SETUPS],
    })
    const ready = [...types().values()].filter(needsNothing)
    const usual = ready.map(({ name, label }) => [name, { type: name, label, active: true }] as const)
    return new Map([...usual, ...Object.entries(rows[0]?.value ?? {})])
  }

  const shown = async (name: string, setup: ChannelSetup): Promise<ShownChannel> => {
    const type = types().get(setup.type)
    const settings = await sealed.show(db, settableOf(name, type))
    return { name, ...setup, reach: type?.reach ?? null, ...settings }
  }

  return {
    types,
    async find(name) {
      const setup = (await setupsOf(db)).get(name)
      const type = setup?.active ? types().get(setup.type) : undefined
      return type ? { name, type, settings: await sealed.read(db, settableOf(name, type)) } : null
    },
    async list() {
      const setups = await setupsOf(db)
      return Promise.all([...setups].map(([name, setup]) => shown(name, setup)))
    },
    async store(name, setup, settings) {
      const type = types().get(setup.type)
      if (!type) throw refuse('not_found', { name: setup.type })
      await db.transaction(async (tx) => {
        await keep(tx, name, setup)
        await sealed.store(tx, settableOf(name, type), settings)
      })
      return shown(name, setup)
    },
    async remove(name) {
      const { rowCount } = await db.query({
        text: `with gone as (delete from fw_setting where key = 'channel:' || $2)
          update fw_setting set value = value - $2::text, updated_at = now() where key = $1 and value ? $2`,
        values: [SETUPS, name],
      })
      if (rowCount === 0) throw refuse('not_found', { name })
    },
  }
}

const needsNothing = ({ settings }: ChannelDefinition): boolean =>
  !Array.isArray(settings?.required) || settings.required.length === 0

const settableOf = (name: string, type: ChannelDefinition | undefined): Settable => ({
  owner: 'channel',
  name,
  settings: type?.settings,
  ...(type?.checkSettings && { checkSettings: type.checkSettings }),
})

async function keep(tx: Queryable, name: string, setup: ChannelSetup): Promise<void> {
  await tx.query({
    text: `insert into fw_setting (key, value) values ($1, $2)
      on conflict (key) do update set value = fw_setting.value || excluded.value, updated_at = now()`,
    values: [SETUPS, JSON.stringify({ [name]: setup })],
  })
}
