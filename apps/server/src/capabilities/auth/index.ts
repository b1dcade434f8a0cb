import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Capability, ServerDeps } from '../../capability.ts'
import { SESSION_COOKIE } from '../../http/authentication.ts'
import { integer, optional, readMembers, text } from '../../http/body.ts'
import { callerOf } from '../../http/caller.ts'
import { readId } from '../../http/ids.ts'
import { csrfTokenOf } from '../../identity/secrets.ts'
import { describeCaller } from './me.ts'

/** Logins from one address in a minute; an office shares one address. */
const LOGINS_PER_MINUTE = 120
const DEFAULT_TOKEN_DAYS = 90
const MAX_TOKEN_DAYS = 3650

const loginBody = { username: text, password: text }
const passwordBody = { current_password: text, new_password: text }
const tokenBody = { name: text, expires_in_days: optional(integer(1, MAX_TOKEN_DAYS)) }

/** Logging in and out, the caller's own data, API tokens. */
export const auth: Capability = {
  name: 'auth',
  register(app, deps) {
    const rateLimit = { max: LOGINS_PER_MINUTE, timeWindow: '1 minute' }
    app.post('/api/auth/login', { config: { access: 'public', rateLimit } }, (request, reply) =>
      login(request, reply, deps),
    )
    app.post('/api/auth/logout', (request, reply) => logout(request, reply, deps))
    app.post('/api/auth/password', { config: { rateLimit } }, async (request, reply) => {
      await changePassword(request, deps)
      return reply.code(204).send()
    })
    app.get('/api/me', (request) => me(request, deps))
    addTokenRoutes(app, deps)
  },
}

function addTokenRoutes(app: Parameters<Capability['register']>[0], { identity }: ServerDeps): void {
  app.post('/api/tokens', async (request, reply) => {
    const { name, expires_in_days: days = DEFAULT_TOKEN_DAYS } = readMembers(request.body, tokenBody)
    const token = await identity.tokens.create(callerOf(request).id, { name, days })
    return reply
      .code(201)
      .header('cache-control', 'no-store')
      .send({ name, ...token })
  })
  app.get('/api/tokens', async (request) => ({ data: await identity.tokens.list(callerOf(request).id) }))
  app.delete<{ Params: { id: string } }>('/api/tokens/:id', async (request, reply) => {
    await identity.tokens.revoke(callerOf(request).id, readId(request.params.id))
    return reply.code(204).send()
  })
}

async function login(request: FastifyRequest, reply: FastifyReply, deps: ServerDeps): Promise<unknown> {
  const { username, password } = readMembers(request.body, loginBody)
  const agent = request.headers['user-agent'] ?? ''
  const { secret, csrf } = await deps.identity.accounts.login({ username, password, address: request.ip, agent })
  const credential = await deps.identity.authenticate({ kind: 'session', text: secret })
  reply.setCookie(SESSION_COOKIE, secret, cookieOptions(deps)).header('cache-control', 'no-store')
  return { user: publicUser(credential!.actors[request.locale]), csrf }
}

async function logout(request: FastifyRequest, reply: FastifyReply, deps: ServerDeps): Promise<unknown> {
  if (request.credential?.kind === 'session') await deps.identity.accounts.logout(request.credential.id)
  return reply.clearCookie(SESSION_COOKIE, cookieOptions(deps)).code(204).send()
}

async function changePassword(request: FastifyRequest, { identity }: ServerDeps): Promise<void> {
  const { current_password: current, new_password: next } = readMembers(request.body, passwordBody)
  const sessionId = request.credential?.kind === 'session' ? request.credential.id : null
  await identity.accounts.changePassword({ userId: callerOf(request).id, current, next, sessionId })
}

function me(request: FastifyRequest, deps: ServerDeps): unknown {
  const actor = callerOf(request)
  const { credential } = request
  return {
    user: publicUser(actor),
    csrf: credential?.kind === 'session' ? csrfTokenOf(credential.secret) : null,
    ...describeCaller(actor, deps),
  }
}

function publicUser({ id, username, name, roles, administrator }: ReturnType<typeof callerOf>) {
  return { id, username, name, roles, administrator }
}

function cookieOptions({ config }: ServerDeps) {
  return { path: '/', httpOnly: true, sameSite: 'lax', secure: config.secureCookies } as const
}
