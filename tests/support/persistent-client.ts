import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'

// oxlint-disable-next-line typescript/no-explicit-any -- bodies of many shapes, looked into by path
type Body = any

/** Calls servers that come and go, as somebody who tries until he has an answer. */
export interface PersistentClient {
  /** With the same Idempotency-Key each time; throws what was refused. */
  call(method: string, path: string, body?: unknown): Promise<Body>
  /** the same, and what the answer was; `retried`: an attempt before may have been done */
  attempt(method: string, path: string, body?: unknown): Promise<{ status: number; body: Body; retried: boolean }>
}

const MAY_COME_BACK = new Set([502, 503, 504])

/**
 * @param urls of the servers; each attempt goes to another one
 * @param token of whom it acts for
 */
export function persistent(urls: readonly string[], token: string, patienceMs = 90_000): PersistentClient {
  let turn = 0
  const once = async (method: string, path: string, { body, key }: { body: unknown; key: string }) => {
    const headers = {
      authorization: `Bearer ${token}`,
      'idempotency-key': key,
      'accept-language': 'en',
      ...(body !== undefined && { 'content-type': 'application/json' }),
    }
    const url = urls[turn++ % urls.length]! + path
    const answer = await fetch(url, {
      method,
      headers,
      signal: AbortSignal.timeout(30_000),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }).catch(() => null)
    const text = answer === null ? null : await answer.text().catch(() => null)
    if (answer === null || text === null || MAY_COME_BACK.has(answer.status)) return null
    return { status: answer.status, body: text === '' ? null : JSON.parse(text) }
  }
  const attempt: PersistentClient['attempt'] = async (method, path, body) => {
    const key = randomUUID()
    const until = Date.now() + patienceMs
    for (let retried = false; ; retried = true) {
      const answer = await once(method, path, { body, key })
      if (answer) return { ...answer, retried }
      if (Date.now() > until) throw new Error(`${method} ${path}: nobody answered`)
      await sleep(100)
    }
  }
  return {
    attempt,
    async call(method, path, body) {
      const answer = await attempt(method, path, body)
      if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
      return answer.body
    },
  }
}
