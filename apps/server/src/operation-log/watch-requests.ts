import type { FastifyInstance, FastifyRequest, onSendHookHandler } from 'fastify'
import { callOf } from './call-of.ts'
import type { OperationLog } from './operation-log.ts'
import { MISSED } from './tell-misses.ts'
import { addressed, claimedAccount, watchedRoutes } from './watched-routes.ts'
import type { WatchedRoute } from './watched-routes.ts'

interface WatchOptions {
  log: OperationLog
}

/**
 * Writes down what is worth it, whichever part of the API answers: what has been done before it is answered, refusals
 * in passing. To be called before the routes are added; routes that are not watched know nothing of it.
 */
export function watchRequests(app: FastifyInstance, options: WatchOptions): void {
  app.addHook('onRoute', (route) => {
    const watched = watchedRoutes.find(
      ({ methods, url }) => [route.method].flat().some((method) => methods.includes(method)) && url.test(route.url),
    )
    if (!watched) return
    route.onSend = [...[route.onSend ?? []].flat(), hookFor(options, watched)]
  })
  app.addHook('onError', (request, _reply, error, done) => {
    noteRefusal(options.log, request, error as Refusal)
    done()
  })
  app.addHook('onClose', () => options.log.close())
}

/** Requests that leave no line wait for nothing. */
function hookFor({ log }: WatchOptions, watched: WatchedRoute): onSendHookHandler {
  return (request, reply, payload, done) => {
    const context = {
      get body() {
        return parsed(payload)
      },
    }
    const lines = reply.statusCode < 400 ? watched.describe(request, context) : []
    if (lines.length === 0) return done(null, payload)
    const call = callOf(request)
    const written = log.write(...lines.map((line) => ({ ...call, outcome: 'done' as const, ...line })))
    void answerAfter(written, { pass: () => done(null, payload), fail: done })
  }
}

/** What is not written down is not answered as done. */
async function answerAfter(written: Promise<void>, next: { pass(): void; fail(error: Error): void }): Promise<void> {
  try {
    await written
  } catch (error) {
    return next.fail(error as Error)
  }
  next.pass()
}

function parsed(payload: unknown): unknown {
  if (typeof payload !== 'string' || !payload.startsWith('{')) return null
  try {
    return JSON.parse(payload)
  } catch {
    // an answer that is no JSON tells nothing
    return null
  }
}

/** An error as refusals are; others have no status. */
type Refusal = Error & { status?: number; code?: string }

function noteRefusal(log: OperationLog, request: FastifyRequest, { status, code }: Refusal): void {
  const url = request.routeOptions.url ?? ''
  const details = { code, path: `${request.method} ${url}` }
  if (url.startsWith('/api/auth/login') && status !== undefined && status < 500 && status !== 429) {
    return log.note({
      ...callOf(request),
      ...claimedAccount(request),
      action: 'login',
      outcome: 'refused',
      details: { code },
    })
  }
  if (status === 403 || code === 'too_many_rows') {
    return log.note({ ...callOf(request), ...addressed(request), action: 'denied', outcome: 'refused', details })
  }
  const { object, record } = addressed(request)
  if (status === 404 && object && record && request.actor) {
    log.note({ ...callOf(request), object, record, action: MISSED, outcome: 'refused', details })
  }
}
