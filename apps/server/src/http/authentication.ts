import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { RouteAccess } from '../capability.ts'
import { refuse } from '../errors.ts'
import type { Credential, Identity, Secret } from '../identity/index.ts'
import { csrfTokenOf, isSameSecret } from '../identity/secrets.ts'
import { chooseLocale } from './locale.ts'

export const SESSION_COOKIE = 'fieldwork_session'

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Finds out who calls, before anything else; refuses who may not call the route. */
export function addAuthentication(app: FastifyInstance, identity: Identity): void {
  app.addHook('onRequest', (request, _reply, done) => {
    const secret = readSecret(request)
    const recalled = (secret && identity.recall(secret)) ?? null
    if (secret && !recalled) return authenticate(request, secret, identity)
    // a caller who is known waits for no promise
    done(refusalOf(request, secret, recalled))
  })
}

async function authenticate(request: FastifyRequest, secret: Secret, identity: Identity): Promise<void> {
  const refusal = refusalOf(request, secret, await identity.authenticate(secret))
  if (refusal) throw refusal
}

function refusalOf(request: FastifyRequest, secret: Secret | null, credential: Credential | null): Error | undefined {
  const access = request.routeOptions.config.access ?? 'user'
  if (secret && credential) return admit(request, access, secret, credential)
  return access === 'public' ? undefined : refuse('unauthenticated')
}

function readSecret(request: FastifyRequest): Secret | null {
  const { authorization } = request.headers
  if (authorization !== undefined) {
    const match = /^Bearer +(\S+)$/i.exec(authorization)
    return { kind: 'token', text: match?.[1] ?? '' }
  }
  const cookie = request.cookies[SESSION_COOKIE]
  return cookie ? { kind: 'session', text: cookie } : null
}

/** @returns why the caller may not call the route */
function admit(
  request: FastifyRequest,
  access: RouteAccess,
  secret: Secret,
  credential: Credential,
): Error | undefined {
  request.actor = credential.actors[request.locale]
  request.credential = { kind: secret.kind, id: credential.id, secret: secret.text }
  if (access === 'administrator' && !request.actor.administrator) return refuse('forbidden')
  return access === 'public' || isFromOurPage(request, secret) ? undefined : refuse('csrf_failed')
}

/** Cookies are sent by the browser on its own, so an unsafe request must also carry what only our page knows. */
function isFromOurPage(request: FastifyRequest, secret: Secret): boolean {
  if (secret.kind === 'token' || SAFE_METHODS.has(request.method)) return true
  const token = request.headers['x-csrf-token']
  return typeof token === 'string' && isSameSecret(token, csrfTokenOf(secret.text))
}

/** Adds what hooks and handlers read from a request. */
export function decorateRequests(app: FastifyInstance): void {
  app.decorateRequest('actor', null)
  app.decorateRequest('credential', null)
  app.decorateRequest('locale', 'zh-CN')
  app.addHook('onRequest', (request, _reply, done) => {
    request.locale = chooseLocale(request.headers['accept-language'])
    done()
  })
}
