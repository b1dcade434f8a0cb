import { appError } from '@fieldwork/metadata'
import type { Connection, OutgoingFetch } from './connection.ts'

/** before its end a token is not used any more */
const MARGIN_MS = 30_000

interface Token {
  text: string
  until: number
}

/** Headers by which calls say who they are; tokens are kept in memory until their time is over. */
export function createLogIn(fetch: OutgoingFetch) {
  const tokens = new Map<string, Token>()

  async function tokenOf(connection: Connection, secret: string): Promise<string> {
    const { tokenUrl = '', clientId = '', scope } = connection.auth ?? {}
    const key = JSON.stringify([connection.name, tokenUrl, clientId, scope, secret])
    const known = tokens.get(key)
    if (known && known.until > Date.now()) return known.text
    const answer = await fetch(tokenUrl, {
      method: 'POST',
      headers: {
        authorization: `Basic ${basic(encodeURIComponent(clientId), encodeURIComponent(secret))}`,
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'application/json',
      },
      body: new URLSearchParams({ grant_type: 'client_credentials', ...(scope && { scope }) }).toString(),
    })
    const token = tokenIn(answer.status, await answer.text())
    if (!token) throw appError('call_failed', { name: connection.name, reason: `no token (${answer.status})` })
    if (token.until > Date.now()) tokens.set(key, token)
    return token.text
  }

  return {
    /** @throws call_failed where there is no secret, or no token for it */
    async headers(connection: Connection, secret: string | undefined): Promise<Record<string, string>> {
      const { type = 'none', username = '', header = '' } = connection.auth ?? {}
      if (type === 'none') return {}
      if (secret === undefined) {
        throw appError('call_failed', { name: connection.name, reason: 'its secret is not set' })
      }
      if (type === 'basic') return { authorization: `Basic ${basic(username, secret)}` }
      if (type === 'header') return { [header.toLowerCase()]: secret }
      const token = type === 'bearer' ? secret : await tokenOf(connection, secret)
      return { authorization: `Bearer ${token}` }
    },
    /** what was kept of it is not accepted any more */
    forget(): void {
      tokens.clear()
    },
  }
}

const basic = (user: string, password: string): string => Buffer.from(`${user}:${password}`).toString('base64')

function tokenIn(status: number, body: string): Token | null {
  if (status !== 200) return null
  try {
    const { access_token: text, expires_in: seconds } = JSON.parse(body) as Record<string, unknown>
    if (typeof text !== 'string' || !/^[\x21-\x7e]{1,8000}$/.test(text)) return null
    const lasts = typeof seconds === 'number' ? seconds * 1000 - MARGIN_MS : 0
    return { text, until: Date.now() + lasts }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return null
  }
}
