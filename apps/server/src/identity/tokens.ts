import { newId, type Database } from '@fieldwork/database'
import { refuse } from '../errors.ts'
import type { AccessKeeper } from './access.ts'
import { createSecret, hashSecret } from './secrets.ts'
import { statements } from './statements.ts'

export interface TokenInfo {
  id: string
  name: string
  created_at: string
  expires_at: string | null
  last_used_at: string | null
  read_only: boolean
  /** null: all that its user may see */
  objects: string[] | null
}

/** What a token may do at most, whatever its user may. */
export interface TokenScope {
  readOnly: boolean
  objects: string[] | null
}

/** Tokens with which programs call the API in a user's name. */
export interface Tokens {
  /** @returns the token itself, which cannot be read again */
  create(
    userId: string,
    input: { name: string; days: number } & TokenScope,
  ): Promise<{ id: string; token: string; expires_at: string }>
  list(userId: string): Promise<TokenInfo[]>
  /** @throws not_found */
  revoke(userId: string, id: string): Promise<void>
}

export function createTokens({ db, access }: { db: Database; access: AccessKeeper }): Tokens {
  return {
    async create(userId, { name, days, readOnly, objects }) {
      const id = newId()
      const token = createSecret()
      const { rows } = await db.query<{ expires_at: string }>({
        text: statements.addToken,
        values: [id, userId, name, hashSecret(token), `${days} days`, readOnly, objects],
      })
      return { id, token, expires_at: isoTime(rows[0]!.expires_at) }
    },
    async list(userId) {
      const { rows } = await db.query<TokenInfo>({ text: statements.tokensOfUser, values: [userId] })
      return rows.map((row) => ({
        ...row,
        created_at: isoTime(row.created_at),
        expires_at: row.expires_at && isoTime(row.expires_at),
        last_used_at: row.last_used_at && isoTime(row.last_used_at),
      }))
    },
    async revoke(userId, id) {
      const { rowCount } = await db.query({ text: statements.revokeToken, values: [id, userId] })
      if (rowCount === 0) throw refuse('not_found', { name: id })
      await access.forget(id)
    },
  }
}

/** PostgreSQL's text of a timestamptz as ISO 8601. */
export function isoTime(text: string): string {
  return new Date(text).toISOString()
}
