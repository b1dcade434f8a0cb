import type { FastifyInstance, FastifyRequest, onResponseHookHandler } from 'fastify'
import type { Records } from '@fieldwork/records'
import { callOf } from './call-of.ts'
import type { OperationLog } from './operation-log.ts'
import { addressed } from './watched-routes.ts'

const reads = /^\/api\/records\/:object(?:\/(?::id|tree|:id\/history))?$/

/**
 * Notes who has been shown sensitive values in clear, after he has been answered. Objects without such fields cost one
 * look at the catalog.
 */
export function watchSensitiveViews(app: FastifyInstance, options: ViewOptions): void {
  const noteView = hookFor(options)
  app.addHook('onRoute', (route) => {
    if (route.method !== 'GET' || !reads.test(route.url)) return
    route.onResponse = [...[route.onResponse ?? []].flat(), noteView]
  })
}

interface ViewOptions {
  log: OperationLog
  records: Pick<Records, 'openSensitive'>
}

function hookFor({ log, records }: ViewOptions): onResponseHookHandler {
  return (request, reply, done) => {
    if (reply.statusCode === 200) note(log, request, records)
    done()
  }
}

function note(log: OperationLog, request: FastifyRequest, records: Pick<Records, 'openSensitive'>): void {
  const { object, record } = addressed(request)
  if (!request.actor || !object) return
  const fields = shownOf(request, records.openSensitive(request.actor, object))
  if (fields.length === 0) return
  log.note({ ...callOf(request), action: 'view_sensitive', outcome: 'done', object, record, details: { fields } })
}

/** Those asked for, where the request names its fields. */
function shownOf({ query }: FastifyRequest, open: readonly string[]): readonly string[] {
  const { fields } = (query ?? {}) as { fields?: string }
  if (open.length === 0 || fields === undefined) return open
  const asked = new Set(fields.split(',').map((path) => path.trim()))
  return open.filter((name) => asked.has(name))
}
