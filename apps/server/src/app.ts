import cookie from '@fastify/cookie'
import rateLimit from '@fastify/rate-limit'
import fastify, { LogController, type FastifyInstance, type FastifyRequest } from 'fastify'
import { capabilities } from './capabilities/index.ts'
import type { ServerDeps } from './capability.ts'
import { addAuthentication, decorateRequests } from './http/authentication.ts'
import { answerUnreadableRequest } from './http/client-error.ts'
import { parseJsonBody, refuseEncoding } from './http/json-body.ts'
import { refuseUnknownRoutes } from './http/methods.ts'
import { sendProblem } from './http/problem.ts'
import { apiHeaders, httpsHeaders } from './http/security.ts'
import { addViewAs } from './http/view-as.ts'
import { serveWebApp } from './http/web-app.ts'
import { watchRequests, watchSensitiveViews } from './operation-log/index.ts'

/** Largest body of an ordinary request; bulk routes allow more. */
const BODY_LIMIT_BYTES = 1 << 20

/**
 * Builds the HTTP server, not yet listening; `inject` works at once.
 *
 * @param deps what the capabilities work with; closing the server closes none of it
 * @param onRoute is told of every route, with `:name` for what varies
 */
export async function createApp(
  deps: ServerDeps,
  onRoute?: (route: { method: string; url: string }) => void,
): Promise<FastifyInstance> {
  const app = fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    logger: deps.config.logLevel === 'silent' ? false : { level: deps.config.logLevel },
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: deps.config.trustProxy,
    forceCloseConnections: 'idle',
    routerOptions: { ignoreTrailingSlash: true },
    frameworkErrors: sendProblem,
    clientErrorHandler: answerUnreadableRequest,
  })
  app.addHook('onRoute', ({ method, url }) => [method].flat().forEach((name) => onRoute?.({ method: name, url })))
  app.setErrorHandler(sendProblem)
  refuseUnknownRoutes(app)
  decorateRequests(app)
  await app.register(cookie)
  await app.register((scope) => addApi(scope, deps))
  await app.register((scope) => serveWebApp(scope, deps))
  await app.ready()
  return app
}

/** Everything that answers with data: known callers, JSON in, problems out. */
async function addApi(app: FastifyInstance, deps: ServerDeps): Promise<void> {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    ['application/json', 'application/merge-patch+json'],
    { parseAs: 'buffer' },
    (request, body, done) => readBody(request, body as Buffer, done),
  )
  const headers = deps.config.secureCookies ? { ...apiHeaders, ...httpsHeaders } : apiHeaders
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers)
    done()
  })
  app.addHook('onSend', (_request, reply, _payload, done) => {
    reply.header('x-catalog-revision', deps.registry.catalog().revision)
    done()
  })
  watchRequests(app, { log: deps.operationLog, registry: deps.registry })
  watchSensitiveViews(app, { log: deps.operationLog, records: deps.records })
  addAuthentication(app, deps)
  addViewAs(app, deps)
  await limitRates(app, deps)
  for (const capability of capabilities) capability.register(app, deps)
}

/** Every caller has a share; routes that guess secrets have limits of their own in any case. */
async function limitRates(app: FastifyInstance, { config }: ServerDeps): Promise<void> {
  await app.register(rateLimit, {
    global: config.rateLimit !== null,
    max: config.rateLimit ?? Number.MAX_SAFE_INTEGER,
    timeWindow: '1 minute',
    keyGenerator: (request) => (request.viewedBy ?? request.actor)?.id ?? request.ip,
  })
}

function readBody(request: FastifyRequest, body: Buffer, done: (error: Error | null, body?: unknown) => void): void {
  try {
    refuseEncoding(request.headers['content-encoding'])
    done(null, parseJsonBody(body))
  } catch (error) {
    done(error as Error)
  }
}
