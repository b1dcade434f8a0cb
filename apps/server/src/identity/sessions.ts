import type { Database, Queryable } from '@fieldwork/database'
import { refuse } from '../errors.ts'
import type { AccessKeeper } from './access.ts'
import { noteLogin, type LoginEntry } from './logins.ts'
import { sessionHoursSql } from './policy.ts'
import { createSecret, csrfTokenOf, hashSecret } from './secrets.ts'
import { isoTime } from './tokens.ts'

/** Of a session as its user and administrators see it. */
export interface SessionInfo {
  id: string
  method: string
  address: string | null
  agent: string | null
  created_at: string
  last_seen_at: string
  expires_at: string
  /** the one that asks */
  current: boolean
}

/** What a browser gets: the secret for its cookie, and what its pages show with every change. */
export interface OpenSession {
  secret: string
  csrf: string
}

/** Why a session ended, as the history of log-ins says it. */
export type SessionEnd = 'logout' | 'revoked' | 'password' | 'inactive' | 'administrator'

export interface NewSession extends LoginEntry {
  userId: string
  factor: 'none' | 'pending'
}

/** Open sessions. `sessionId` is the hash under which a session is stored, `id` what it is called outside. */
export interface Sessions {
  open(session: NewSession): Promise<OpenSession>
  /** the same session under a new secret, with its second factor shown: what was known of it before opens nothing */
  pass(sessionId: string): Promise<OpenSession>
  list(userId: string, sessionId: string | null): Promise<SessionInfo[]>
  end(sessionId: string): Promise<void>
  /** @throws not_found */
  endOne(userId: string, id: string, by: SessionEnd): Promise<void>
  /** To be called when the rules for their length change: none lasts longer than they say. */
  shorten(): Promise<void>
  /** @param keep the session that stays */
  endAll(userId: string, keep: string | null, by: SessionEnd): Promise<void>
}

interface SessionsOptions {
  db: Database
  access: AccessKeeper
  sessionHours: number
  sessionMaxHours: number
}

/** Ends sessions, in the history as well. */
const endWhere = (condition: string): string => `
    with ended as (delete from fw_session where ${condition} returning id, token_hash),
      noted as (update fw_login l set ended_at = now(), ended_by = $1 from ended where l.id = ended.id)
    select token_hash from ended`

const idle = (parameter: string): string => sessionHoursSql('idle_hours', parameter)
const longest = (parameter: string): string => sessionHoursSql('max_hours', parameter)

const statements = {
  open: `
    insert into fw_session (token_hash, user_id, csrf, expires_at, address, agent, id, method, factor)
    values ($1, $2, $3, now() + least(${idle('$4')}, ${longest('$5')}), $6, $7, $8, $9, $10)`,

  /** no session lasts longer than the rules that hold now say */
  shorten: `
    update fw_session set expires_at = least(expires_at, last_seen_at + ${idle('$1')}, created_at + ${longest('$2')})`,

  /** those that ended on their own end in the history when they did */
  endOld: `
    with ended as (delete from fw_session where expires_at < now() returning id, expires_at)
    update fw_login l set ended_at = ended.expires_at, ended_by = 'expired' from ended where l.id = ended.id`,

  pass: `
    update fw_session set token_hash = $2, csrf = $3, factor = 'passed' where token_hash = $1 returning id`,

  list: `
    select id, method, address, agent, created_at, last_seen_at, expires_at, token_hash is not distinct from $2 as current
    from fw_session where user_id = $1 and expires_at > now() order by last_seen_at desc, id`,

  end: endWhere('token_hash = $2'),
  endOne: endWhere('user_id = $2 and id = $3'),
  endAll: endWhere('user_id = $2 and token_hash is distinct from $3'),
} as const

export function createSessions({ db, access, sessionHours, sessionMaxHours }: SessionsOptions): Sessions {
  const lengths = [sessionHours, sessionMaxHours]
  return {
    async open({ userId, factor, ...login }) {
      const secret = createSecret()
      const csrf = csrfTokenOf(secret)
      const { id, method, address, agent } = login
      const values = [hashSecret(secret), userId, csrf, ...lengths, address, agent, id, method, factor]
      await db.query({ text: statements.endOld })
      await db.transaction(async (tx) => {
        await tx.query({ text: statements.open, values })
        await noteLogin(tx, { userId, ...login })
      })
      return { secret, csrf }
    },

    async pass(sessionId) {
      const secret = createSecret()
      const csrf = csrfTokenOf(secret)
      const { rowCount } = await db.query({ text: statements.pass, values: [sessionId, hashSecret(secret), csrf] })
      await access.forget(sessionId)
      if (rowCount === 0) throw refuse('unauthenticated')
      return { secret, csrf }
    },

    async shorten() {
      await db.query({ text: statements.shorten, values: lengths })
    },

    async list(userId, sessionId) {
      const { rows } = await db.query<SessionInfo>({ text: statements.list, values: [userId, sessionId] })
      return rows.map((row) => ({
        ...row,
        created_at: isoTime(row.created_at),
        last_seen_at: isoTime(row.last_seen_at),
        expires_at: isoTime(row.expires_at),
      }))
    },

    async end(sessionId) {
      await db.query({ text: statements.end, values: ['logout', sessionId] })
      await access.forget(sessionId)
    },

    async endOne(userId, id, by) {
      const { rows } = await db.query<{ token_hash: string }>({ text: statements.endOne, values: [by, userId, id] })
      if (rows.length === 0) throw refuse('not_found', { name: id })
      for (const { token_hash: sessionId } of rows) await access.forget(sessionId)
    },

    async endAll(userId, keep, by) {
      await endSessionsOf(db, { userId, keep, by })
      await access.forgetUser(userId)
    },
  }
}

/** Ends the sessions of a user within a transaction; who calls tells the access keeper. */
export async function endSessionsOf(
  db: Queryable,
  { userId, keep, by }: { userId: string; keep: string | null; by: SessionEnd },
): Promise<void> {
  await db.query({ text: statements.endAll, values: [by, userId, keep] })
}
