import type { Capability } from '../../capability.ts'
import { refuse, say } from '../../errors.ts'
import { flag, identifier, optional, readMembers, text, texts } from '../../http/body.ts'
import { callerOf } from '../../http/caller.ts'
import { readId } from '../../http/ids.ts'

const ADMINISTRATOR = { config: { access: 'administrator' } } as const

const LOCK_ITSELF = say('accounts lock themselves; locked takes only false', '帐号由系统锁定，locked 只能为 false')

const newUser = {
  username: text,
  name: text,
  roles: optional(texts),
  active: optional(flag),
  employee: optional(identifier),
  password: text,
}
const userChange = {
  name: optional(text),
  roles: optional(texts),
  active: optional(flag),
  employee: optional(identifier),
  password: optional(text),
  locked: optional(flag),
}

/** The people who may log in; administrators only. */
export const users: Capability = {
  name: 'users',
  register(app, { identity }) {
    app.get('/api/users', ADMINISTRATOR, async () => ({ data: await identity.users.list() }))

    app.get<{ Params: { id: string } }>('/api/users/:id', ADMINISTRATOR, (request) =>
      identity.users.get(readId(request.params.id)),
    )

    app.post('/api/users', ADMINISTRATOR, async (request, reply) => {
      const { roles = [], active = true, ...rest } = readMembers(request.body, newUser)
      const user = await identity.users.create({ ...rest, roles, active }, callerOf(request).id)
      return reply.code(201).header('location', `/api/users/${user.id}`).send(user)
    })

    app.patch<{ Params: { id: string } }>('/api/users/:id', ADMINISTRATOR, (request) => {
      const { locked, ...change } = readMembers(request.body, userChange)
      if (locked === true) throw refuse('invalid_request', { reason: LOCK_ITSELF })
      return identity.users.change(readId(request.params.id), { ...change, locked }, callerOf(request).id)
    })
  },
}
