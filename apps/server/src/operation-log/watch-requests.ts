import type { Registry } from '@fieldwork/database'
import type { FastifyInstance, FastifyRequest, onRequestHookHandler, onSendHookHandler } from 'fastify'
import { callOf } from './call-of.ts'
import type { OperationLog } from './operation-log.ts'
import { MISSED } from './tell-misses.ts'
import { addressed, claimedAccount, watchedRoutes } from './watched-routes.ts'
import type { Description, WatchedRoute } from './watched-routes.ts'
import type { Changes } from './says-rights.ts'

interface WatchOptions {
  log: OperationLog
  registry: Pick<Registry, 'catalog' | 'revision'>
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
    route.onRequest = [...[route.onRequest ?? []].flat(), noteRevision(options)]
    route.onSend = [...[route.onSend ?? []].flat(), hookFor(options, watched)]
  })
  app.addHook('onError', (request, _reply, error, done) => {
    noteRefusal(options.log, request, error as Refusal)
    done()
  })
  app.addHook('onClose', () => options.log.close())
}

/** Requests that leave no line wait for nothing. */
function hookFor({ log, registry }: WatchOptions, watched: WatchedRoute): onSendHookHandler {
  return (request, reply, payload, done) => {
    const context = {
      get body() {
        return parsed(payload)
      },
      changes: (revision: number) => changesOf(registry, revision, before.get(request)),
    }
    const lines = reply.statusCode < 400 ? watched.describe(request, context) : []
    if (Array.isArray(lines) && lines.length === 0) return done(null, payload)
    const call = callOf(request)
    const written = writeAll(log, call, lines)
    void answerAfter(written, { pass: () => done(null, payload), fail: done })
  }
}

async function writeAll(
  log: OperationLog,
  call: ReturnType<typeof callOf>,
  lines: Description[] | Promise<Description[]>,
): Promise<void> {
  const found = await lines
  if (found.length > 0) await log.write(...found.map((line) => ({ ...call, outcome: 'done' as const, ...line })))
}

/** What was published when a request came. */
const before = new WeakMap<FastifyRequest, number>()

const noteRevision =
  ({ registry }: WatchOptions): onRequestHookHandler =>
  (request, _reply, done) => {
    before.set(request, registry.catalog().revision)
    done()
  }

/** Of a publication that found nothing to change: nothing. */
async function changesOf(registry: WatchOptions['registry'], revision: number, last = 0): Promise<Changes> {
  const { documents } = revision > last ? await registry.revision(revision) : { documents: [] }
  const objects = [...registry.catalog().objects.values()]
  return { documents, switches: new Set(objects.flatMap(({ parameter }) => parameter ?? [])) }
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
