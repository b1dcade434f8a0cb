import { setTimeout as wait } from 'node:timers/promises'
import { AppError, appError } from '@fieldwork/metadata'
import { logCall } from './call-log.ts'
import type { Call, CallAnswer, Connection, ConnectionDeps } from './connection.ts'
import { createLogIn } from './log-in.ts'
import { readSecrets } from './secrets.ts'
import { strikingOut } from './strike-out.ts'

/** Services outside, called by what is published of them and the secrets that are kept of them. */
export interface Connections {
  /**
   * Calls; busy (429, 502, 503, 504) and unreachable servers again, waiting longer each time.
   *
   * @throws call_failed: it could not be reached, may not be reached, or gave no answer that can be taken
   */
  call(name: string, call: Call): Promise<CallAnswer>
  /** what it signs with; undefined: nothing is set */
  signature(name: string): Promise<string | undefined>
}

const BUSY = new Set([429, 502, 503, 504])
const FIRST_WAIT_MS = 300
const LONGEST_WAIT_MS = 10_000

export function createConnections(deps: ConnectionDeps): Connections {
  const logIn = createLogIn(deps.fetch)

  async function call(name: string, given: Call): Promise<CallAnswer> {
    const connection = deps.catalog().documents('connection').get(name) as Connection | undefined
    if (!connection) throw appError('not_found', { name })
    const url = addressOf(connection, given.path)
    const { secret, signature } = await readSecrets(deps, name)
    for (let attempt = 1; ; attempt++) {
      const outcome = await attemptOf({ connection, url, given, attempt, secret, signature })
      const isLast = attempt > (given.retries ?? 0)
      if ('answer' in outcome) {
        if (outcome.answer.status === 401 && attempt === 1 && connection.auth?.type === 'oauth2') {
          logIn.forget()
          continue
        }
        if (isLast || !BUSY.has(outcome.answer.status)) return outcome.answer
      } else if (isLast || outcome.isFinal) throw appError('call_failed', { name, reason: outcome.reason })
      await wait(pause(attempt, 'answer' in outcome ? outcome.answer : null), undefined, { signal: given.signal })
    }
  }

  async function attemptOf(made: Attempt): Promise<Outcome> {
    const { connection, url, given, attempt, secret, signature } = made
    const started = performance.now()
    const secrets = [secret, signature].filter((text) => text !== undefined)
    const struck = { current: strikingOut(secrets) }
    const log = (found: { status?: number; response?: string; error?: string }) =>
      logCall(deps.db, {
        connection: connection.name,
        key: given.key ?? null,
        attempt,
        method: given.method,
        url: struck.current(url.href),
        request: typeof given.body === 'string' ? struck.current(given.body) : null,
        status: found.status ?? null,
        response: found.response === undefined ? null : struck.current(found.response),
        error: found.error === undefined ? null : struck.current(found.error),
        ms: Math.round(performance.now() - started),
      })
    try {
      const own = await logIn.headers(connection, secret)
      struck.current = strikingOut([...secrets, ...Object.values(own)])
      const response = await deps.fetch(url.href, {
        method: given.method,
        headers: { ...lowered(connection.headers), ...lowered(given.headers), ...own },
        body: given.body ?? null,
        timeoutMs: given.timeoutMs ?? connection.timeoutMs ?? 10_000,
        ...(given.signal && { signal: given.signal }),
      })
      // a service may say again what it was told
      const body = struck.current(await response.text())
      await log({ status: response.status, response: body })
      const headers = Object.fromEntries(response.headers)
      return { answer: { status: response.status, headers, body, attempts: attempt } }
    } catch (error) {
      if (given.signal?.aborted) throw error
      const reason = struck.current(reasonOf(error))
      await log({ error: reason })
      return { reason, isFinal: error instanceof AppError || /private network|only https/.test(reason) }
    }
  }

  return { call, signature: async (name) => (await readSecrets(deps, name)).signature }
}

type Outcome = { answer: CallAnswer } | { reason: string; isFinal: boolean }

interface Attempt {
  connection: Connection
  url: URL
  given: Call
  attempt: number
  secret: string | undefined
  signature: string | undefined
}

const lowered = (headers: Record<string, string> = {}) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))

/**
 * The address of a call: below that of its connection, whatever the path says.
 *
 * @throws call_failed
 */
export function addressOf({ name, baseUrl }: Connection, path: string): URL {
  const base = baseUrl.replace(/\/+$/, '')
  const text = path === '' || /^[/?]/.test(path) ? base + path : `${base}/${path}`
  if (!URL.canParse(text) || path.includes('\\')) throw appError('call_failed', { name, reason: 'no address' })
  const [found, root] = [new URL(text), new URL(base)]
  const folder = root.pathname.replace(/\/+$/, '')
  const isBelow = found.pathname === folder || found.pathname.startsWith(`${folder}/`)
  if (found.origin === root.origin && found.username === '' && isBelow) return found
  throw appError('call_failed', { name, reason: 'the path leads out of its base address' })
}

/** Twice as long each time, a part of it by chance, so that many do not come back together. */
function pause(attempt: number, answer: CallAnswer | null): number {
  const asked = Number(answer?.headers['retry-after'])
  const usual = FIRST_WAIT_MS * 2 ** (attempt - 1)
  const least = Number.isFinite(asked) && asked > 0 ? asked * 1000 : usual / 2
  return Math.min(least + Math.random() * (usual / 2), LONGEST_WAIT_MS)
}

function reasonOf(error: unknown): string {
  if (error instanceof AppError) return String(error.params?.reason ?? error.message)
  const { message, code } = error as NodeJS.ErrnoException
  return message || code || 'it could not be reached'
}
