import type { Queryable } from '@fieldwork/database'
import type { Catalog } from '@fieldwork/metadata'

/** A connection as it is published. */
export interface Connection {
  name: string
  baseUrl: string
  auth?: {
    type: 'none' | 'basic' | 'bearer' | 'header' | 'oauth2'
    username?: string
    header?: string
    tokenUrl?: string
    clientId?: string
    scope?: string
  }
  headers?: Record<string, string>
  timeoutMs?: number
}

/** How a server outside is called; refuses addresses inside the own network. */
export type OutgoingFetch = (
  url: string,
  options: {
    method?: string
    headers?: Record<string, string>
    body?: string | null
    timeoutMs?: number
    signal?: AbortSignal
  },
) => Promise<Response>

export interface ConnectionDeps {
  db: Queryable
  catalog(): Catalog
  fetch: OutgoingFetch
  sealer: { seal(text: string, purpose: string): string; open(sealed: string, purpose: string): string }
}

/** A call by a connection. */
export interface Call {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD'
  /** after the base address, with its query */
  path: string
  headers?: Record<string, string>
  body?: string | null
  /** the same for every attempt: whoever receives it twice can tell */
  key?: string
  timeoutMs?: number
  /** attempts after the first, when it could not be reached or was busy */
  retries?: number
  signal?: AbortSignal
}

/** What came back. */
export interface CallAnswer {
  status: number
  headers: Record<string, string>
  body: string
  attempts: number
}
