import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Capability, ServerDeps } from '../../capability.ts'
import { refuse } from '../../errors.ts'
import { optional, readMembers, text } from '../../http/body.ts'
import { callerOf } from '../../http/caller.ts'
import { readId } from '../../http/ids.ts'
import { demandSecondFactor } from '../auth/second-factor-first.ts'
import { setSession } from '../auth/logged-in.ts'
import { readLogins } from '../security/read-logins.ts'
import { addTokenRoutes } from './tokens.ts'

const GUESSES_PER_MINUTE = 30

const passwordBody = { current_password: text }
const beginBody = { current_password: optional(text) }
const codeBody = { code: text }

type WithId = { Params: { id: string } }

/** What people do with their own accounts: second factor, sessions, devices, tokens, history of log-ins. */
export const account: Capability = {
  name: 'account',
  register(app, deps) {
    const { identity } = deps
    app.get('/api/account', ({ actor }) => identity.account.info(actor!.id, actor!.roles))
    app.get('/api/account/logins', (request) => readLogins(request, identity, callerOf(request).id))
    addSecondFactor(app, deps)
    addSessions(app, deps)
    addDevices(app, deps)
    addTokenRoutes(app, deps)
  },
}

function addSecondFactor(app: FastifyInstance, deps: ServerDeps): void {
  const { identity } = deps
  const rateLimit = { max: GUESSES_PER_MINUTE, timeWindow: '1 minute' }
  const options = { config: { access: 'begun', isAccount: true, rateLimit } } as const

  app.post('/api/account/second-factor', options, async (request, reply) => {
    const { current_password: password } = readMembers(request.body ?? {}, beginBody)
    demandSecondFactor(request)
    const { id, username } = callerOf(request)
    // whoever is made to set one up has shown the password a moment ago
    if (!request.credential?.steps.includes('enrol_second_factor')) {
      await identity.login.demandPassword(id, password ?? '', request.ip)
    }
    const { secret, uri, picture } = await identity.secondFactor.begin(id, username)
    const image = `data:image/svg+xml;base64,${Buffer.from(picture).toString('base64')}`
    return reply.header('cache-control', 'no-store').send({ secret, uri, image })
  })

  app.post('/api/account/second-factor/confirm', options, async (request, reply) => {
    const { code } = readMembers(request.body, codeBody)
    demandSecondFactor(request)
    const { credential } = request
    const recovery_codes = await identity.secondFactor.confirm(callerOf(request).id, code)
    reply.header('cache-control', 'no-store')
    if (credential?.kind !== 'session') return { recovery_codes, csrf: null }
    const session = await identity.sessions.pass(credential.id)
    setSession(reply, deps, session)
    return { recovery_codes, csrf: session.csrf }
  })

  const ready = { config: { isAccount: true, rateLimit } } as const
  app.post('/api/account/second-factor/recovery-codes', ready, async (request, reply) => {
    const { current_password: password } = readMembers(request.body, passwordBody)
    const { id, roles } = callerOf(request)
    await identity.login.demandPassword(id, password, request.ip)
    if (!(await identity.account.info(id, roles)).second_factor.enrolled) throw refuse('not_found', { name: 'totp' })
    const recovery_codes = await identity.secondFactor.renewRecoveryCodes(id)
    return reply.header('cache-control', 'no-store').send({ recovery_codes })
  })

  app.post('/api/account/second-factor/remove', ready, async (request, reply) => {
    const { current_password: password } = readMembers(request.body, passwordBody)
    const { id } = callerOf(request)
    await identity.login.demandPassword(id, password, request.ip)
    await identity.secondFactor.remove(id)
    await identity.forgetUser(id)
    return reply.code(204).send()
  })
}

function addSessions(app: FastifyInstance, { identity }: ServerDeps): void {
  const options = { config: { isAccount: true } } as const
  app.get('/api/account/sessions', async (request) => ({
    data: await identity.sessions.list(callerOf(request).id, sessionOf(request)),
  }))
  app.delete('/api/account/sessions', options, async (request, reply) => {
    await identity.sessions.endAll(callerOf(request).id, sessionOf(request), 'revoked')
    return reply.code(204).send()
  })
  app.delete<WithId>('/api/account/sessions/:id', options, async (request, reply) => {
    await identity.sessions.endOne(callerOf(request).id, readId(request.params.id), 'revoked')
    return reply.code(204).send()
  })
}

const sessionOf = ({ credential }: FastifyRequest): string | null =>
  credential?.kind === 'session' ? credential.id : null

function addDevices(app: FastifyInstance, { identity }: ServerDeps): void {
  app.get('/api/account/devices', async (request) => ({ data: await identity.devices.list(callerOf(request).id) }))
  app.delete<WithId>('/api/account/devices/:id', { config: { isAccount: true } }, async (request, reply) => {
    const { id } = callerOf(request)
    await identity.devices.remove(id, readId(request.params.id))
    await identity.sessions.endAll(id, sessionOf(request), 'revoked')
    return reply.code(204).send()
  })
}
