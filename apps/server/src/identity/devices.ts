import { newId, type Database } from '@fieldwork/database'
import { refuse } from '../errors.ts'
import { plain } from './logins.ts'
import { createSecret, hashSecret } from './secrets.ts'
import { isoTime } from './tokens.ts'

/** More of them wait for nobody; the oldest that wait give way. */
const MAX_WAITING = 5

export type DeviceState = 'waiting' | 'approved' | 'refused'

/** A browser from which a user has logged in, or tried to. */
export interface DeviceInfo {
  id: string
  agent: string | null
  address: string | null
  state: DeviceState
  created_at: string
  last_seen_at: string
}

/** What the browser keeps: `cookie` is null when it has it already. */
export interface KnownDevice {
  id: string
  state: DeviceState
  cookie: string | null
}

interface Presented {
  userId: string
  /** the device cookie, as it came */
  cookie: string | undefined
  address: string
  agent: string
}

/** Browsers that accounts are bound to. A browser shows who it is with a secret in a cookie of its own. */
export interface Devices {
  /** an unknown one is written down and waits */
  recognise(presented: Presented): Promise<KnownDevice>
  /** the browser that asks, approved at once */
  trust(presented: Presented): Promise<KnownDevice>
  list(userId: string): Promise<DeviceInfo[]>
  /** @throws not_found */
  decide(input: { userId: string; id: string; state: DeviceState; actorId: string }): Promise<void>
  /** @throws not_found */
  remove(userId: string, id: string): Promise<void>
}

const statements = {
  seen: `
    update fw_device set last_seen_at = now(), address = $4, agent = $5
    where id::text = $1 and user_id = $2 and secret_hash = $3 returning id, state`,
  add: `
    with old as (delete from fw_device where id in (
      select id from fw_device where user_id = $2 and state = 'waiting' order by id desc offset ${MAX_WAITING - 1}))
    insert into fw_device (id, user_id, secret_hash, agent, address) values ($1, $2, $3, $4, $5)`,
  list: `
    select id, agent, address, state, created_at, last_seen_at from fw_device
    where user_id = $1 order by state = 'waiting' desc, last_seen_at desc, id`,
  decide: `
    update fw_device set state = $3, decided_at = now(), decided_by = $4 where user_id = $1 and id = $2 returning id`,
  remove: `delete from fw_device where user_id = $1 and id = $2 returning id`,
} as const

export function createDevices({ db }: { db: Database }): Devices {
  async function recognise({ userId, cookie = '', address, agent }: Presented): Promise<KnownDevice> {
    const [known = '', secret = ''] = cookie.split('.')
    const values = [known, userId, hashSecret(secret), address, plain(agent)]
    const { rows } = await db.query<{ id: string; state: DeviceState }>({ text: statements.seen, values })
    if (rows[0]) return { ...rows[0], cookie: null }
    const [id, made] = [newId(), createSecret()]
    await db.query({ text: statements.add, values: [id, userId, hashSecret(made), plain(agent), address] })
    return { id, state: 'waiting', cookie: `${id}.${made}` }
  }

  async function decide({ userId, id, state, actorId }: Parameters<Devices['decide']>[0]): Promise<void> {
    const { rowCount } = await db.query({ text: statements.decide, values: [userId, id, state, actorId] })
    if (rowCount === 0) throw refuse('not_found', { name: id })
  }

  return {
    recognise,
    async trust(presented) {
      const device = await recognise(presented)
      await decide({ userId: presented.userId, id: device.id, state: 'approved', actorId: presented.userId })
      return { ...device, state: 'approved' }
    },
    async list(userId) {
      const { rows } = await db.query<DeviceInfo>({ text: statements.list, values: [userId] })
      return rows.map((row) => ({
        ...row,
        created_at: isoTime(row.created_at),
        last_seen_at: isoTime(row.last_seen_at),
      }))
    },
    decide,
    async remove(userId, id) {
      const { rowCount } = await db.query({ text: statements.remove, values: [userId, id] })
      if (rowCount === 0) throw refuse('not_found', { name: id })
    },
  }
}
