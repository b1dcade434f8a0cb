import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Capability, ServerDeps } from '../../capability.ts'
import { integer, optional, readMembers, text } from '../../http/body.ts'
import { callerOf } from '../../http/caller.ts'
import { cookieOptions, sessionCookie } from '../../http/cookies.ts'
import { resolveText } from '../../http/locale.ts'
import { readPolicy } from '../../identity/policy.ts'
import { csrfTokenOf } from '../../identity/secrets.ts'
import { letIn, originOf, setSession } from './logged-in.ts'
import { describeCaller } from './me.ts'
import { demandSecondFactor } from './second-factor-first.ts'
import { addSignOn } from './sign-on.ts'

/** Logins from one address in a minute; an office shares one address. */
const LOGINS_PER_MINUTE = 120

const loginBody = { username: text, password: text, captcha_id: optional(text), captcha: optional(text) }
const passwordBody = { current_password: text, new_password: text }
const codeBody = { code: text }
const noticeBody = { version: integer(1, 1_000_000) }

/** Logging in, step by step, and out; the caller's own rights. */
export const auth: Capability = {
  name: 'auth',
  register(app, deps) {
    const rateLimit = { max: LOGINS_PER_MINUTE, timeWindow: '1 minute' }
    const begun = { config: { access: 'begun', isAccount: true, rateLimit } } as const
    const open = { config: { access: 'public', rateLimit } } as const
    app.get('/api/auth/captcha', open, async (_request, reply) => {
      const { id, picture } = await deps.identity.captcha.create()
      return reply.header('cache-control', 'no-store').send({ id, image: svgUrl(picture) })
    })
    app.post('/api/auth/login', open, (request, reply) => login(request, reply, deps))
    app.post('/api/auth/logout', { config: { access: 'begun' } }, (request, reply) => logout(request, reply, deps))
    app.get('/api/auth/state', { config: { access: 'begun' } }, (request) => state(request, deps))
    app.post('/api/auth/second-factor', begun, (request, reply) => passSecondFactor(request, reply, deps))
    app.post('/api/auth/notice', begun, async (request, reply) => {
      const { version } = readMembers(request.body, noticeBody)
      demandSecondFactor(request)
      await deps.identity.account.acceptNotice(callerOf(request).id, version)
      return reply.code(204).send()
    })
    app.post('/api/auth/password', begun, async (request, reply) => {
      await changePassword(request, deps)
      return reply.code(204).send()
    })
    app.get('/api/me', (request) => me(request, deps))
    addSignOn(app, deps)
  },
}

/** A picture that a page shows without asking for it again. */
const svgUrl = (svg: string): string => `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`

async function login(request: FastifyRequest, reply: FastifyReply, deps: ServerDeps): Promise<unknown> {
  const { username, password, captcha_id: id, captcha = '' } = readMembers(request.body, loginBody)
  const input = { username, password, captcha: id === undefined ? undefined : { id, text: captcha } }
  const { secret, csrf } = await letIn(request, reply, {
    deps,
    login: () => deps.identity.login.withPassword({ ...input, ...originOf(request, deps) }),
  })
  const credential = await deps.identity.authenticate({ kind: 'session', text: secret })
  const { id: userId, ...user } = publicUser(credential!.actors[request.locale])
  const { steps } = credential!
  if (steps.length === 0) return { user: { id: userId, ...user }, csrf }
  return { user: { id: userId, username: user.username, name: user.name }, csrf, steps }
}

async function logout(request: FastifyRequest, reply: FastifyReply, deps: ServerDeps): Promise<unknown> {
  if (request.credential?.kind === 'session') await deps.identity.sessions.end(request.credential.id)
  return reply.clearCookie(sessionCookie(deps.config), cookieOptions(deps.config)).code(204).send()
}

/** What a log-in still lacks, and what the page needs to ask for it. */
async function state(request: FastifyRequest, deps: ServerDeps): Promise<unknown> {
  const { username, name } = callerOf(request)
  const steps = request.credential?.steps ?? []
  const { notice, password } = await readPolicy(deps.db)
  return {
    user: { username, name },
    csrf: csrfOf(request),
    steps,
    password: { min_length: password.min_length },
    notice:
      notice && steps.includes('notice') && steps[0] !== 'second_factor'
        ? { version: notice.version, text: resolveText(notice.text, request.locale) }
        : null,
  }
}

async function passSecondFactor(request: FastifyRequest, reply: FastifyReply, deps: ServerDeps): Promise<unknown> {
  const { code } = readMembers(request.body, codeBody)
  const { id: userId } = callerOf(request)
  const { credential } = request
  if (credential?.kind !== 'session' || credential.steps[0] !== 'second_factor') return { csrf: csrfOf(request) }
  const input = { userId, sessionId: credential.id, code, address: request.ip }
  const session = await deps.identity.account.passSecondFactor(input)
  setSession(reply, deps, session)
  return { csrf: session.csrf }
}

async function changePassword(request: FastifyRequest, { identity }: ServerDeps): Promise<void> {
  const { current_password: current, new_password: next } = readMembers(request.body, passwordBody)
  demandSecondFactor(request)
  const sessionId = request.credential?.kind === 'session' ? request.credential.id : null
  const { id: userId } = callerOf(request)
  await identity.account.changePassword({ userId, current, next, sessionId, address: request.ip })
}

function me(request: FastifyRequest, deps: ServerDeps): unknown {
  const actor = callerOf(request)
  const { viewedBy } = request
  return {
    user: publicUser(actor),
    viewed_by: viewedBy && { id: viewedBy.id, name: viewedBy.name },
    csrf: csrfOf(request),
    ...describeCaller(actor, deps),
  }
}

const csrfOf = ({ credential }: FastifyRequest): string | null =>
  credential?.kind === 'session' ? csrfTokenOf(credential.secret) : null

function publicUser({ id, username, name, roles, administrator }: ReturnType<typeof callerOf>) {
  return { id, username, name, roles, administrator }
}
