import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Capability, ServerDeps } from '../../capability.ts'
import { refuse, say } from '../../errors.ts'
import { anyText, flag, identifier, oneOf, optional, readMembers, text, texts } from '../../http/body.ts'
import { callerOf } from '../../http/caller.ts'
import { demandOthersAccount } from '../../organisation/guarded-accounts.ts'
import { readId } from '../../http/ids.ts'
import { checkRanges, everyLevel } from '../../identity/addresses.ts'
import type { UserInfo } from '../../identity/users.ts'
import { originOf, setDevice } from '../auth/logged-in.ts'

const KEEPER = { config: { access: 'administrator', right: 'accounts', isAccount: true } } as const

const LOCK_ITSELF = say('accounts lock themselves; locked takes only false', '帐号由系统锁定，locked 只能为 false')

const newUser = {
  username: text,
  name: text,
  roles: optional(texts),
  active: optional(flag),
  employee: optional(identifier),
  password: text,
  must_change_password: optional(flag),
}
const userChange = {
  name: optional(text),
  roles: optional(texts),
  active: optional(flag),
  employee: optional(identifier),
  password: optional(text),
  locked: optional(flag),
  must_change_password: optional(flag),
  email: optional(anyText),
  addresses: optional(texts),
  bind_devices: optional(flag),
  require_second_factor: optional(flag),
  reset_second_factor: optional(flag),
}
const deviceBody = { state: oneOf('waiting', 'approved', 'refused') }

type WithId = { Params: { id: string } }
type WithDevice = { Params: { id: string; device: string } }

/** The people who may log in; for administrators and those who keep accounts. */
export const users: Capability = {
  name: 'users',
  register(app, deps) {
    const { identity } = deps
    app.get('/api/users', KEEPER, async () => ({ data: await identity.users.list() }))

    app.get<{ Params: { id: string } }>('/api/users/:id', KEEPER, (request) =>
      identity.users.get(readId(request.params.id)),
    )

    app.post('/api/users', KEEPER, async (request, reply) => {
      const { roles = [], active = true, ...rest } = readMembers(request.body, newUser)
      await demandOthersAccount(deps, callerOf(request), { id: null, roles, employee: rest.employee })
      const user = await identity.users.create({ ...rest, roles, active }, callerOf(request).id)
      return reply.code(201).header('location', `/api/users/${user.id}`).send(user)
    })

    app.patch<WithId>('/api/users/:id', KEEPER, (request, reply) => change(request, reply, deps))
    addAccessOfUsers(app, deps)
  },
}

async function change(request: FastifyRequest<WithId>, reply: FastifyReply, deps: ServerDeps): Promise<UserInfo> {
  const { locked, reset_second_factor: reset, email, ...rest } = readMembers(request.body, userChange)
  if (locked === true) throw refuse('invalid_request', { reason: LOCK_ITSELF })
  const id = readId(request.params.id)
  const { id: actorId } = callerOf(request)
  await demandOthersAccount(deps, callerOf(request), { id, roles: rest.roles ?? [], employee: rest.employee })
  const changes = {
    ...rest,
    email: email === undefined ? undefined : email.trim() || null,
    ...(locked === false && { locked }),
    ...(reset === true && { reset_second_factor: reset }),
  }
  if (id === actorId) demandOwnAddress(rest.addresses, request.ip)
  const user = await deps.identity.users.change(id, changes, actorId)
  // who binds his own account does not lock himself out: the browser he does it with is approved
  if (id === actorId && rest.bind_devices && request.credential?.kind === 'session') {
    const { device: cookie, ...origin } = originOf(request, deps)
    setDevice(reply, deps, await deps.identity.devices.trust({ userId: id, cookie, ...origin }))
  }
  return user
}

function demandOwnAddress(ranges: string[] | undefined, address: string): void {
  if (!ranges || checkRanges(ranges, '').length > 0) return
  const allows = everyLevel([ranges])
  if (!allows || allows(address)) return
  const message = say(`Your own address ${address} is not among these`, `列表中不包含您当前的地址 ${address}`)
  throw refuse('validation_failed', {}, [{ pointer: '/addresses', code: 'locks_you_out', message }])
}

/** Where users are logged in, and with which devices. */
function addAccessOfUsers(app: FastifyInstance, deps: ServerDeps): void {
  const { identity } = deps
  app.get<WithId>('/api/users/:id/sessions', KEEPER, async (request) => {
    const { id } = await identity.users.get(readId(request.params.id))
    return { data: await identity.sessions.list(id, null) }
  })
  app.delete<WithId>('/api/users/:id/sessions', KEEPER, async (request, reply) => {
    const { id } = await identity.users.get(readId(request.params.id))
    await demandOthersAccount(deps, callerOf(request), { id, roles: [] })
    await identity.sessions.endAll(id, null, 'administrator')
    return reply.code(204).send()
  })
  app.get<WithId>('/api/users/:id/devices', KEEPER, async (request) => {
    const { id } = await identity.users.get(readId(request.params.id))
    return { data: await identity.devices.list(id) }
  })
  app.patch<WithDevice>('/api/users/:id/devices/:device', KEEPER, async (request, reply) => {
    const { state } = readMembers(request.body, deviceBody)
    const { id, device } = request.params
    await demandOthersAccount(deps, callerOf(request), { id: readId(id), roles: [] })
    const input = { userId: readId(id), id: readId(device), state, actorId: callerOf(request).id }
    await identity.devices.decide(input)
    if (state !== 'approved') await identity.sessions.endAll(input.userId, null, 'administrator')
    return reply.code(204).send()
  })
}
