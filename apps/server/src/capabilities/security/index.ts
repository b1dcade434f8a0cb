import type { FastifyRequest } from 'fastify'
import type { Capability, ServerDeps } from '../../capability.ts'
import { HttpError, refuse, say } from '../../errors.ts'
import { optional, readMembers, text } from '../../http/body.ts'
import { resolveText } from '../../http/locale.ts'
import { callerOf } from '../../http/caller.ts'
import { everyLevel } from '../../identity/addresses.ts'
import { addressLevels, defaultPolicy, readPolicy, storePolicy, type SecurityPolicy } from '../../identity/policy.ts'
import { policySchema } from '../../identity/policy-schema.ts'
import type { ConnectionInput } from '../../identity/sign-on.ts'
import { readLogins, reportLogins } from './read-logins.ts'

const ADMINISTRATOR = { config: { access: 'administrator', isAccount: true } } as const
/** whoever connects another service that says who people are could come in as anybody: that stays with administrators */
const KEEPER = { config: { ...ADMINISTRATOR.config, right: 'security' } } as const

const connectionBody = { issuer: text, client_id: text, client_secret: optional(text), label: text }

/** How people prove who they are, and when they did; for administrators and, sign-on aside, those with the right `security`. */
export const security: Capability = {
  name: 'security',
  register(app, deps) {
    const { identity, db } = deps
    app.get('/api/security/policy', KEEPER, () => readPolicy(db))
    app.put('/api/security/policy', KEEPER, (request) => putPolicy(request, deps))
    app.get('/api/security/policy/schema', KEEPER, () => ({ schema: policySchema, defaults: defaultPolicy }))
    app.get('/api/security/logins', KEEPER, (request) => readLogins(request, identity, null))
    app.get('/api/security/logins/report', KEEPER, (request) => reportLogins(request, identity))
    const shown = async () => ({
      connection: await identity.signOn.connection(),
      redirect_uri: identity.signOn.redirectUri,
    })
    app.get('/api/security/sign-on', KEEPER, shown)
    app.put('/api/security/sign-on', ADMINISTRATOR, async (request) => {
      await identity.signOn.store(readConnection(request))
      return shown()
    })
    app.post('/api/security/sign-on/test', ADMINISTRATOR, (request) => tryConnection(request, deps))
    app.delete('/api/security/sign-on', ADMINISTRATOR, async (_request, reply) => {
      await identity.signOn.store(null)
      return reply.code(204).send()
    })
  },
}

function readConnection(request: FastifyRequest): ConnectionInput {
  const body = readMembers(request.body, connectionBody)
  const { issuer, client_id: clientId, client_secret: clientSecret, label } = body
  demandIssuer(issuer)
  return { issuer, clientId, clientSecret, label }
}

const FAILURES: ReadonlySet<string> = new Set(['sign_on_unavailable', 'sign_on_refused'])

/** That it does not work is an answer too. */
async function tryConnection(request: FastifyRequest, { identity }: ServerDeps) {
  const input = readConnection(request)
  try {
    return { works: true, ...(await identity.signOn.test(input)) }
  } catch (error) {
    if (!(error instanceof HttpError) || !FAILURES.has(error.code)) throw error
    return { works: false, code: error.code, reason: resolveText(error.localized, request.locale) }
  }
}

async function putPolicy(request: FastifyRequest, { db, registry, identity }: ServerDeps): Promise<SecurityPolicy> {
  const caller = callerOf(request)
  const roles = new Set(registry.catalog().roles.keys())
  const { addresses } = await identity.users.get(caller.id)
  const policy = await storePolicy(db, request.body, {
    roles,
    after: (policy) => demandOwnAddress(policy, { roles: caller.roles, addresses, ip: request.ip }),
    forget: () => identity.forgetAll(),
  })
  await identity.sessions.shorten()
  return policy
}

/** Nobody locks himself out by a list without his own address. */
function demandOwnAddress(
  policy: SecurityPolicy,
  { roles, addresses, ip }: { roles: string[]; addresses: string[]; ip: string },
) {
  const allows = everyLevel(addressLevels(policy, roles, addresses))
  if (!allows || allows(ip)) return []
  const message = say(`Your own address ${ip} is not among these`, `列表中不包含您当前的地址 ${ip}`)
  return [{ pointer: '/addresses', code: 'locks_you_out', message }]
}

function demandIssuer(issuer: string): void {
  if (URL.canParse(issuer) && /^https?:$/.test(new URL(issuer).protocol)) return
  const message = say(
    'Expected an address such as https://login.example.com',
    '应为地址，例如 https://login.example.com',
  )
  throw refuse('validation_failed', {}, [{ pointer: '/issuer', code: 'format', message }])
}
