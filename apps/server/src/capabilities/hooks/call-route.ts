import { logHookCall, whyUnsigned } from '@fieldwork/automation'
import type { HookWorkflow } from '@fieldwork/automation'
import { AppError, isPlainObject } from '@fieldwork/metadata'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ServerDeps } from '../../capability.ts'
import { refuse, say } from '../../errors.ts'
import { parseJsonBody, refuseEncoding } from '../../http/json-body.ts'
import { isSameSecret } from '../../identity/secrets.ts'
import type { SealedSettings } from '../../plugins/settings-store.ts'
import { hookSettings } from './hook-settings.ts'

const BODY_LIMIT_BYTES = 256 << 10
/** a signed call that is older, or from a later time, is not taken */
const TOLERANCE_SECONDS = 300
const CALLS_A_MINUTE = 600
const KEY = /^[\x21-\x7e]{1,200}$/

type Call = FastifyRequest<{ Params: { name: string }; Body: Buffer }>

/**
 * `POST /api/hooks/{name}`: another system starts a workflow. It is told as little as possible: where there is no such
 * hook, no secret, or a wrong one, the answer is the same.
 */
export function addCallRoute(app: FastifyInstance, deps: ServerDeps, sealed: SealedSettings): void {
  app.register(async (scope) => {
    // signatures are over the bytes
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    scope.route({
      method: 'POST',
      url: '/api/hooks/:name',
      bodyLimit: BODY_LIMIT_BYTES,
      config: {
        access: 'public',
        rateLimit: {
          max: CALLS_A_MINUTE,
          timeWindow: '1 minute',
          keyGenerator: (request) => `hook ${(request as Call).params.name} ${request.ip}`,
        },
      },
      async handler(request, reply) {
        const { run, isRepeated } = await take(request as Call, deps, sealed)
        return reply.code(202).send({ run, repeated: isRepeated })
      },
    })
  })
}

async function take(request: Call, deps: ServerDeps, sealed: SealedSettings) {
  const { workflows } = deps.automation
  const { name } = request.params
  const hook = workflows.hook(name)
  if (!hook) throw refuse('unauthenticated')
  const body = request.body ?? Buffer.alloc(0)
  const log = { hook: name, address: request.ip, bytes: body.length }
  const refused = (reason: string) => logHookCall(deps.db, { ...log, key: null, outcome: 'refused', reason, run: null })
  const why = await whyUntrusted(request, hook, { body, deps, sealed })
  if (why !== null) {
    await refused(why)
    throw refuse('unauthenticated')
  }
  try {
    const key = keyOf(request)
    const { run, isRepeated } = await workflows.call(hook, { body: readBody(request, body), key })
    await logHookCall(deps.db, { ...log, key, outcome: isRepeated ? 'repeated' : 'started', reason: null, run })
    return { run, isRepeated }
  } catch (error) {
    if (error instanceof AppError) await refused(error.code)
    throw error
  }
}

interface Given {
  body: Buffer
  deps: ServerDeps
  sealed: SealedSettings
}

/** Why nobody knows that the other system calls; null: it does. Who calls is not told. */
async function whyUntrusted(
  request: Call,
  { name, trigger }: HookWorkflow,
  { body, deps, sealed }: Given,
): Promise<string | null> {
  const { secret } = await sealed.read(deps.db, hookSettings(name))
  if (typeof secret !== 'string') return 'no_secret'
  if (trigger.auth === 'bearer') {
    const [, token = ''] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? []
    if (token === '') return 'unsigned'
    return isSameSecret(token, secret) ? null : 'wrong'
  }
  const headers = Object.fromEntries(
    ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((each) => [each, request.headers[each]]),
  )
  const signed = { secret, body: body.toString('utf8'), headers }
  return whyUnsigned(signed, { now: new Date(), toleranceSeconds: TOLERANCE_SECONDS })
}

const keyWords = say('expected 1 to 200 visible ASCII characters', '应为 1 至 200 个可见 ASCII 字符')

/** What the other system calls this message; a signed one always has a name. @throws invalid_parameter */
function keyOf({ headers }: Call): string | null {
  const key = headers['webhook-id'] ?? headers['idempotency-key']
  if (key === undefined) return null
  if (typeof key === 'string' && KEY.test(key)) return key
  throw refuse('invalid_parameter', { name: 'Idempotency-Key', reason: keyWords })
}

function readBody(request: Call, body: Buffer): Record<string, unknown> {
  refuseEncoding(request.headers['content-encoding'])
  const value = parseJsonBody(body) ?? {}
  if (isPlainObject(value)) return value
  throw refuse('invalid_request', { reason: say('expected a JSON object', '应为 JSON 对象') })
}
