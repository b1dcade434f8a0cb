import type { Actor } from '@fieldwork/records'
import type { ServerDeps } from '../capability.ts'
import { refuse, say } from '../errors.ts'
import { isAdministrator } from '../identity/access.ts'
import { accountGivesAll, employeeGivesAll } from './administrators.ts'

interface Account {
  /** null: a new one */
  id: string | null
  /** that it is to have */
  roles: readonly string[]
  /** id of the employee whose account it is to be */
  employee?: string | null | undefined
}

/**
 * Whoever keeps accounts without being an administrator makes nobody one, touches no administrator's account, and not
 * his own.
 *
 * @throws forbidden, not_found
 */
export async function demandOthersAccount(
  { db, identity, registry }: Pick<ServerDeps, 'db' | 'identity' | 'registry'>,
  caller: Actor,
  { id, roles, employee = null }: Account,
): Promise<void> {
  if (caller.administrator) return
  if (id === caller.id) throw refuse('forbidden', {}, [{ pointer: '', code: 'own_access', message: OWN }])
  const holder = id === null ? null : await identity.users.get(id)
  const place = { catalog: registry.catalog(), db }
  const isAll = isAdministrator([...roles, ...(holder?.roles ?? [])], registry)
  if (isAll || (id !== null && (await accountGivesAll(place, id)))) throw exceeding('/roles')
  if (employee !== null && (await employeeGivesAll(place, employee))) throw exceeding('/employee')
}

const exceeding = (pointer: string) =>
  refuse('forbidden', {}, [{ pointer, code: 'exceeds_own_rights', message: ADMINISTRATORS }])

const OWN = say('Your own account has to be changed by somebody else', '本人的账号须由他人修改')
const ADMINISTRATORS = say(
  'Only administrators give an administrator’s role and change accounts that have it',
  '只有管理员可以授予管理员角色或更改管理员账号',
)
