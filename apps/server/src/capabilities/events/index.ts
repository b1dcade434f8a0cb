import { isId } from '@fieldwork/database'
import type { FastifyRequest } from 'fastify'
import type { Socket } from 'node:net'
import type { Capability, ServerDeps } from '../../capability.ts'
import { refuse, say } from '../../errors.ts'
import { callerOf } from '../../http/caller.ts'
import { readQuery, splitList } from '../../http/query.ts'
import { createLive } from '../../live/create-live.ts'
import type { Listener } from '../../live/create-live.ts'
import { createEventStream } from '../../live/event-stream.ts'
import { lastEvents, mayRead } from '../../live/watched-records.ts'
import type { WatchedRecord } from '../../live/watched-records.ts'
import { describeNotification } from '../notifications/describe-notification.ts'

const QUERY = new Set(['watch'] as const)
const MOST_WATCHED = 20
const EVENT_STREAM = 'text/event-stream'

/** What is new, as it happens: server-sent events of what the caller may see. */
export const events: Capability = {
  name: 'events',
  register(app, deps) {
    const live = createLive(deps)
    // a stream would never end by itself, so the server would wait for it
    const sockets = new Set<Socket>()
    app.addHook('preClose', async () => {
      await live.close()
      for (const socket of sockets) socket.destroy()
    })

    app.get('/api/events', async (request, reply) => {
      const { watch } = readQuery(request, QUERY)
      demandStream(request)
      const watched = await readWatched(deps, request, watch)
      const listener: Listener = {
        actor: callerOf(request),
        stream: createEventStream(),
        watched,
        since: lastIdOf(request),
        current: () => currentActor(deps, request),
        describe: (notification) => describeNotification(notification, request.locale),
      }
      if (!live.add(listener)) throw refuse('rate_limited', { seconds: 60 })
      listener.stream.body.once('close', () => live.remove(listener))
      const { socket } = request.raw
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
      return reply
        .type(EVENT_STREAM)
        .header('cache-control', 'no-store')
        .header('x-accel-buffering', 'no')
        .send(listener.stream.body)
    })
  },
}

/** @throws invalid_parameter: who does not ask for a stream would wait for an answer that never ends */
function demandStream({ headers }: FastifyRequest): void {
  if (headers.accept?.includes(EVENT_STREAM)) return
  const reason = say(`expected ${EVENT_STREAM}`, `应为 ${EVENT_STREAM}`)
  throw refuse('invalid_parameter', { name: 'Accept', reason })
}

function lastIdOf({ headers }: FastifyRequest): string | null {
  const last = headers['last-event-id']
  return typeof last === 'string' && isId(last) ? last.toLowerCase() : null
}

/**
 * The records that the caller looks at, `object:id,object:id`; those he may not read are left out without a word.
 *
 * @throws invalid_parameter
 */
async function readWatched(
  { db, records }: ServerDeps,
  request: FastifyRequest,
  watch: string | undefined,
): Promise<WatchedRecord[]> {
  const parts = watch === undefined ? [] : splitList(watch).map((part) => part.split(':'))
  const isReadable = parts.every(([object, id, ...rest]) => object && isId(id ?? '') && rest.length === 0)
  if (parts.length > MOST_WATCHED || !isReadable) {
    const reason = say(`expected at most ${MOST_WATCHED} of object:id`, `应为最多 ${MOST_WATCHED} 个“对象:记录标识”`)
    throw refuse('invalid_parameter', { name: 'watch', reason })
  }
  const wanted = parts.map(([object = '', id = '']) => ({ object, id: id.toLowerCase() }))
  const readable: typeof wanted = []
  for (const each of wanted) if (await mayRead(records, callerOf(request), each)) readable.push(each)
  const last = await lastEvents(db, readable)
  return readable.map((each) => ({ ...each, event: last.get(each.id) ?? null }))
}

/** Who called, as he is now: each round asks what is remembered of the session, and its end is told to every node. */
async function currentActor({ identity }: ServerDeps, request: FastifyRequest) {
  const { credential, viewedBy, locale } = request
  if (!credential) return null
  const secret = { kind: credential.kind, text: credential.secret }
  const known = identity.recall(secret) ?? (await identity.authenticate(secret, { isWaiting: true }))
  if (!known || known.steps.length > 0 || known.allows?.(request.ip) === false) return null
  if (!viewedBy) return known.actors[locale]
  return known.actors[locale].administrator ? identity.actorOf(callerOf(request).id, locale) : null
}
