import type { Database, Registry } from '@fieldwork/database'
import type { Actor } from '@fieldwork/records'
import type { Locale } from '../http/locale.ts'
import { createExpiringCache } from './expiring-cache.ts'
import { hashSecret } from './secrets.ts'
import { statements } from './statements.ts'

/** How long a change made by another process may go unnoticed. */
const TTL_MS = 5_000
const MAX_ENTRIES = 10_000

/** A session or token that was recognised, and its user in each language. */
export interface Credential {
  id: string
  userId: string
  actors: Record<Locale, Actor>
}

/** Recognises sessions and tokens. */
export interface AccessKeeper {
  /** what is known without asking the database; undefined: ask `authenticate` */
  recall(secret: Secret): Credential | undefined
  /** null when the secret is wrong, expired or revoked, or its user may not log in */
  authenticate(secret: Secret): Promise<Credential | null>
  /** to be called when a user's name, roles, state or password change */
  forgetUser(userId: string): void
  /** to be called when a session or token ends */
  forget(id: string): void
}

/** What a caller shows: the secret of a session's cookie or a token. */
export interface Secret {
  kind: 'session' | 'token'
  text: string
}

interface CredentialRow {
  id: string
  renew: boolean
  user_id: string
  username: string
  name: string
  roles: string[]
}

/** @param options.sessionHours hours after which an unused session ends */
export function createAccess(options: { db: Database; registry: Registry; sessionHours: number }): AccessKeeper {
  const { db, registry } = options
  const cache = createExpiringCache<Credential & { revision: number }>({ maxEntries: MAX_ENTRIES, ttlMs: TTL_MS })
  const sessionLength = `${options.sessionHours} hours`

  async function read({ kind, text }: Secret): Promise<CredentialRow | undefined> {
    const hash = hashSecret(text)
    const statement =
      kind === 'session'
        ? { name: 'fw_user_of_session', text: statements.userOfSession, values: [hash] }
        : { name: 'fw_user_of_token', text: statements.userOfToken, values: [hash] }
    const { rows } = await db.query<CredentialRow>(statement)
    return rows[0]
  }

  async function renew(id: string, kind: Secret['kind']): Promise<void> {
    if (kind === 'session') await db.query({ text: statements.renewSession, values: [id, sessionLength] })
    else await db.query({ text: statements.touchToken, values: [id] })
  }

  return {
    recall({ kind, text }) {
      const known = cache.get(kind + text)
      // a publish may have changed what the user's roles mean
      return known?.revision === registry.catalog().revision ? known : undefined
    },
    async authenticate(secret) {
      const row = await read(secret)
      if (!row) return null
      if (row.renew) await renew(row.id, secret.kind)
      const credential = { ...toCredential(row, registry), revision: registry.catalog().revision }
      cache.set(secret.kind + secret.text, credential)
      return credential
    },
    forgetUser: (userId) => cache.deleteWhere((credential) => credential.userId === userId),
    forget: (id) => cache.deleteWhere((credential) => credential.id === id),
  }
}

function toCredential(row: CredentialRow, registry: Registry): Credential {
  const actor = (locale: Locale): Actor => ({
    id: row.user_id,
    username: row.username,
    name: row.name,
    roles: row.roles,
    administrator: isAdministrator(row.roles, registry),
    locale,
  })
  return { id: row.id, userId: row.user_id, actors: { en: actor('en'), 'zh-CN': actor('zh-CN') } }
}

/** True when one of the roles is an administrator's. */
export function isAdministrator(roles: readonly string[], registry: Registry): boolean {
  const catalog = registry.catalog()
  return roles.some((role) => catalog.roles.get(role)?.administrator === true)
}
