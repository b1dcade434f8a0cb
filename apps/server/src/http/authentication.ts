import type { PlatformRight } from '@fieldwork/metadata'
import type { Actor } from '@fieldwork/records'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { RouteAccess, ServerDeps } from '../capability.ts'
import { refuse, say } from '../errors.ts'
import type { Credential, Identity, Secret } from '../identity/index.ts'
import type { LoginStep } from '../identity/login-steps.ts'
import { csrfTokenOf, isSameSecret } from '../identity/secrets.ts'
import { sessionCookie } from './cookies.ts'
import { chooseLocale } from './locale.ts'

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Finds out who calls, before anything else; refuses who may not call the route. */
export function addAuthentication(app: FastifyInstance, { identity, config, records }: ServerDeps): void {
  const rightsOf: RightsOf = (actor) => records.platformRights(actor)
  const cookie = sessionCookie(config)
  app.addHook('onRequest', (request, _reply, done) => {
    const secret = readSecret(request, cookie)
    const recalled = (secret && identity.recall(secret)) ?? null
    if (secret && !recalled) return authenticate(request, secret, { identity, rightsOf })
    // a caller who is known waits for no promise
    done(refusalOf(request, recalled && secret && { secret, credential: recalled }, rightsOf))
  })
}

type RightsOf = (actor: Actor) => readonly PlatformRight[]

interface Shown {
  secret: Secret
  credential: Credential
}

async function authenticate(
  request: FastifyRequest,
  secret: Secret,
  { identity, rightsOf }: { identity: Identity; rightsOf: RightsOf },
): Promise<void> {
  const credential = await identity.authenticate(secret)
  const refusal = refusalOf(request, credential && { secret, credential }, rightsOf)
  if (refusal) throw refusal
}

function refusalOf(request: FastifyRequest, shown: Shown | null, rightsOf: RightsOf): Error | undefined {
  const access = request.routeOptions.config.access ?? 'user'
  if (shown) return admit(request, access, shown, rightsOf)
  return access === 'public' ? undefined : refuse('unauthenticated')
}

function readSecret(request: FastifyRequest, name: string): Secret | null {
  const { authorization } = request.headers
  if (authorization !== undefined) {
    const match = /^Bearer +(\S+)$/i.exec(authorization)
    return { kind: 'token', text: match?.[1] ?? '' }
  }
  const cookie = request.cookies[name]
  return cookie ? { kind: 'session', text: cookie } : null
}

/** @returns why the caller may not call the route */
function admit(
  request: FastifyRequest,
  access: RouteAccess,
  { secret, credential }: Shown,
  rightsOf: RightsOf,
): Error | undefined {
  request.actor = credential.actors[request.locale]
  const { steps, allows } = credential
  request.credential = { kind: secret.kind, id: credential.id, secret: secret.text, steps }
  if (access === 'public') return undefined
  if (allows && !allows(request.ip)) return refuse('address_refused')
  if (steps.length > 0 && access !== 'begun') return refuse('login_incomplete', { steps: stepWords(steps) })
  if (request.actor.scope && isOutOfScope(request, access, request.actor.scope)) return refuse('token_scope')
  if (access === 'administrator' && !mayAdminister(request, request.actor, rightsOf)) return refuse('forbidden')
  return isFromOurPage(request, secret) ? undefined : refuse('csrf_failed')
}

/** Some duties of administrators can be given to others, one by one. */
function mayAdminister({ routeOptions }: FastifyRequest, actor: Actor, rightsOf: RightsOf): boolean {
  const { right } = routeOptions.config
  return actor.administrator || (right !== undefined && rightsOf(actor).includes(right))
}

/** What a token of limited scope may not do at all; which records it reads and changes, the access plan says. */
function isOutOfScope(
  { method, routeOptions }: FastifyRequest,
  access: RouteAccess,
  { readOnly, objects }: NonNullable<Actor['scope']>,
): boolean {
  if (readOnly && !SAFE_METHODS.has(method)) return true
  if (objects !== null && access === 'administrator') return true
  return routeOptions.config.isAccount === true && !SAFE_METHODS.has(method)
}

const STEP_WORDS: Record<LoginStep, ReturnType<typeof say>> = {
  second_factor: say('the second factor', '第二重验证'),
  password: say('a new password', '修改密码'),
  enrol_second_factor: say('setting up a second factor', '设置第二重验证'),
  notice: say('accepting the confidentiality notice', '接受保密须知'),
}

const stepWords = (steps: readonly LoginStep[]) => ({
  en: steps.map((step) => STEP_WORDS[step].en).join(', '),
  'zh-CN': steps.map((step) => STEP_WORDS[step]['zh-CN']).join('、'),
})

/** Cookies are sent by the browser on its own, so an unsafe request must also carry what only our page knows. */
function isFromOurPage(request: FastifyRequest, secret: Secret): boolean {
  if (secret.kind === 'token' || SAFE_METHODS.has(request.method)) return true
  const token = request.headers['x-csrf-token']
  return typeof token === 'string' && isSameSecret(token, csrfTokenOf(secret.text))
}

/** Adds what hooks and handlers read from a request. */
export function decorateRequests(app: FastifyInstance): void {
  app.decorateRequest('actor', null)
  app.decorateRequest('viewedBy', null)
  app.decorateRequest('credential', null)
  app.decorateRequest('locale', 'zh-CN')
  app.addHook('onRequest', (request, _reply, done) => {
    request.locale = chooseLocale(request.headers['accept-language'])
    done()
  })
}
