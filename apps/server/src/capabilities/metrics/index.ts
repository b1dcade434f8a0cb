import type { FastifyRequest } from 'fastify'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Capability, ServerDeps } from '../../capability.ts'
import { refuse } from '../../errors.ts'
import { addressTest } from '../../identity/addresses.ts'
import { isSameSecret } from '../../identity/secrets.ts'

/** Seconds; from a warm read to a bulk import. */
const BUCKETS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]

type Observer = ReturnType<Histogram['labels']>

/** What Prometheus scrapes: the process, requests by route, the pool of connections, the revision. No names of data. */
export const metrics: Capability = {
  name: 'metrics',
  register(app, deps) {
    const register = new Registry()
    collectDefaultMetrics({ register })
    observeDatabase(register, deps)
    observeJobs(register, deps)
    const durations = new Histogram({
      name: 'fieldwork_http_request_duration_seconds',
      help: 'Time from the first byte of a request to the last of its answer',
      labelNames: ['method', 'route', 'status'] as const,
      buckets: BUCKETS,
      registers: [register],
    })
    const observers = new Map<string, Map<string, Observer>>()
    app.addHook('onResponse', ({ method, routeOptions: { url = 'unknown' } }, { statusCode, elapsedTime }, done) => {
      const ofRoute = observers.get(url) ?? new Map<string, Observer>()
      observers.set(url, ofRoute)
      const outcome = method + statusCode
      const observer = ofRoute.get(outcome) ?? durations.labels(method, url, String(statusCode))
      ofRoute.set(outcome, observer)
      observer.observe(elapsedTime / 1000)
      done()
    })
    app.get('/metrics', { config: { access: 'public' } }, async (request, reply) => {
      if (!mayScrape(request, deps.config.metricsToken)) throw refuse('forbidden')
      return reply.type(register.contentType).send(await register.metrics())
    })
  },
}

/** With a token whoever shows it; without one who asks from this computer, by no proxy; and administrators. */
function mayScrape(request: FastifyRequest, token: string | null): boolean {
  if (request.actor?.administrator && request.viewedBy === null && request.credential?.steps.length === 0) return true
  const shown = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
  if (token !== null) return shown !== undefined && isSameSecret(shown, token)
  const isForwarded = FORWARDED.some((name) => request.headers[name] !== undefined)
  return !isForwarded && isHere(request.socket.remoteAddress ?? '')
}

const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-real-ip'] as const

const isHere = addressTest(['127.0.0.0/8', '::1'])

function observeDatabase(register: Registry, { db, registry }: ServerDeps): void {
  const read = {
    total: () => db.pool.totalCount,
    idle: () => db.pool.idleCount,
    waiting: () => db.pool.waitingCount,
  }
  const connections = new Gauge({
    name: 'fieldwork_database_connections',
    help: 'Connections of this process by state; waiting are requests for one',
    labelNames: ['state'] as const,
    registers: [],
    collect() {
      for (const [state, count] of Object.entries(read)) this.set({ state }, count())
    },
  })
  const revision = new Gauge({
    name: 'fieldwork_catalog_revision',
    help: 'Revision of the metadata that this process serves',
    registers: [],
    collect() {
      this.set(registry.catalog().revision)
    },
  })
  register.registerMetric(connections)
  register.registerMetric(revision)
}

/** What waits is counted when it is asked for, of all processes together. */
function observeJobs(register: Registry, { automation: { jobs } }: ServerDeps): void {
  const depth = new Gauge({
    name: 'fieldwork_queue_depth',
    help: 'What writes have told (outbox) and jobs, by state; dead are those that failed for good',
    labelNames: ['queue', 'state'] as const,
    registers: [],
    async collect() {
      for (const [queue, { lagSeconds: _lag, ...counts }] of Object.entries(await jobs.state()))
        for (const [state, count] of Object.entries<number>(counts)) this.set({ queue, state }, count)
    },
  })
  const lag = new Gauge({
    name: 'fieldwork_queue_lag_seconds',
    help: 'How long the oldest that is due has waited',
    labelNames: ['queue'] as const,
    registers: [],
    async collect() {
      for (const [queue, { lagSeconds }] of Object.entries(await jobs.state())) this.set({ queue }, lagSeconds)
    },
  })
  register.registerMetric(depth)
  register.registerMetric(lag)
}
