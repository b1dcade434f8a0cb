import type { Actor } from '@fieldwork/records'
import type { ServerDeps } from '../capability.ts'
import { refuse, say } from '../errors.ts'
import { isAdministrator } from '../identity/access.ts'

interface Account {
  /** null: a new one */
  id: string | null
  /** that it is to have */
  roles: readonly string[]
}

/**
 * Whoever keeps accounts without being an administrator makes nobody one, touches no administrator's account, and not
 * his own.
 *
 * @throws forbidden, not_found
 */
export async function demandOthersAccount(
  { identity, registry }: Pick<ServerDeps, 'identity' | 'registry'>,
  caller: Actor,
  { id, roles }: Account,
): Promise<void> {
  if (caller.administrator) return
  if (id === caller.id) throw refuse('forbidden', {}, [{ pointer: '', code: 'own_access', message: OWN }])
  const holder = id === null ? null : await identity.users.get(id)
  const actor = id === null ? null : await identity.actorOf(id, caller.locale)
  const isAll = isAdministrator([...roles, ...(holder?.roles ?? [])], registry) || actor?.administrator === true
  if (isAll) throw refuse('forbidden', {}, [{ pointer: '/roles', code: 'exceeds_own_rights', message: ADMINISTRATORS }])
}

const OWN = say('Your own account has to be changed by somebody else', '本人的账号须由他人修改')
const ADMINISTRATORS = say(
  'Only administrators give an administrator’s role and change accounts that have it',
  '只有管理员可以授予管理员角色或更改管理员账号',
)
