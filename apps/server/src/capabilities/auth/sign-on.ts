import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ServerDeps } from '../../capability.ts'
import { refuse, say, type Refusal } from '../../errors.ts'
import { cookieOptions, signOnCookie } from '../../http/cookies.ts'
import { readQuery } from '../../http/query.ts'
import type { SignOnState } from '../../identity/sign-on.ts'
import { letIn, originOf } from './logged-in.ts'

const MAX_SECONDS = 600
const STARTS_PER_MINUTE = 60
const START = new Set(['to'] as const)
const PURPOSE = 'sign-on under way'

/** Single sign-on: away to the provider, and back. Browsers only. */
export function addSignOn(app: FastifyInstance, deps: ServerDeps): void {
  const rateLimit = { max: STARTS_PER_MINUTE, timeWindow: '1 minute' }
  const options = { config: { access: 'public', rateLimit } } as const
  app.get('/api/auth/options', { config: { access: 'public' } }, async () => {
    const connection = await deps.identity.signOn.connection()
    return { sign_on: connection && { label: connection.label } }
  })
  app.get('/api/auth/oidc/start', options, (request, reply) => start(request, reply, deps))
  app.get('/api/auth/oidc/callback', options, (request, reply) => comeBack(request, reply, deps))
}

async function start(request: FastifyRequest, reply: FastifyReply, deps: ServerDeps): Promise<FastifyReply> {
  const { config, identity } = deps
  const { to } = readQuery(request, START)
  return landing(reply, async () => {
    const { url, state } = await identity.signOn.begin(localPath(to))
    const sealed = identity.sealer.seal(JSON.stringify({ ...state, until: Date.now() + MAX_SECONDS * 1000 }), PURPOSE)
    reply.setCookie(signOnCookie(config), sealed, { ...cookieOptions(config), maxAge: MAX_SECONDS })
    return url.href
  })
}

async function comeBack(request: FastifyRequest, reply: FastifyReply, deps: ServerDeps): Promise<FastifyReply> {
  const { config, identity } = deps
  return landing(reply, async () => {
    const state = readState(request.cookies[signOnCookie(config)], deps)
    reply.clearCookie(signOnCookie(config), cookieOptions(config))
    const origin = originOf(request, deps)
    const userId = await identity.signOn.finish(new URL(request.url, 'http://localhost'), state)
    await letIn(request, reply, { deps, login: () => identity.login.withIdentity(userId, origin) })
    return state.to
  })
}

/** A browser that follows links is shown a page in any case: where it was going, or the login with what went wrong. */
async function landing(reply: FastifyReply, work: () => Promise<string>): Promise<FastifyReply> {
  try {
    return reply.header('cache-control', 'no-store').redirect(await work(), 303)
  } catch (error) {
    const { code, status = 500 } = error as Partial<Refusal>
    if (code === undefined || (status >= 500 && code !== 'sign_on_unavailable')) throw error
    return reply.redirect(`/login?problem=${code}`, 303)
  }
}

function readState(sealed: string | undefined, { identity }: ServerDeps): SignOnState {
  const expired = refuse('sign_on_refused', { reason: say('it took too long', '登录已超时') })
  if (sealed === undefined) throw expired
  let state: SignOnState & { until: number }
  try {
    state = JSON.parse(identity.sealer.open(sealed, PURPOSE)) as typeof state
  } catch {
    throw expired
  }
  if (state.until < Date.now()) throw expired
  return state
}

/** Only a page of this server: never another host, however it is written. */
function localPath(to = ''): string {
  if (!/^\/(?![/\\])[\x21-\x7e]*$/.test(to) || to.includes('\\')) return '/'
  return to.startsWith('/api') || to.startsWith('/login') ? '/' : to
}
