import type { Catalog, DefinitionProblem } from '@fieldwork/metadata'
import type { Database, Queryable } from '../connection/types.ts'
import { lockUsers } from '../system/lock-users.ts'

/**
 * Somebody must be able to publish the next revision: the problem of a change that takes the rights from the last
 * active administrator. A workspace that has none yet may be changed.
 */
export async function administratorProblems(
  tx: Queryable,
  db: Pick<Database, 'schema'>,
  { before, after }: { before: Catalog | undefined; after: Catalog },
): Promise<DefinitionProblem[]> {
  const remaining = administratorRoles(after)
  const lost = administratorRoles(before).filter((role) => !remaining.includes(role))
  const [role] = lost
  if (role === undefined) return []
  await lockUsers(tx, db)
  if ((await hasUser(tx, remaining)) || !(await hasUser(tx, lost))) return []
  return [{ kind: 'role', name: role, pointer: '', code: 'last_administrator', message }]
}

const message = {
  en: 'Nobody would be an administrator any more; give another user an administrator’s role first',
  'zh-CN': '修改后将没有任何管理员，请先为其他用户分配管理员角色',
}

function administratorRoles(catalog: Catalog | undefined): string[] {
  const roles = [...(catalog?.roles.values() ?? [])]
  return roles.filter(({ administrator }) => administrator).map(({ name }) => name)
}

async function hasUser(db: Queryable, roles: string[]): Promise<boolean> {
  const { rows } = await db.query<{ found: boolean }>({
    text: 'select exists (select from "user" where active and deleted_at is null and roles && $1::text[]) as found',
    values: [roles],
  })
  return rows[0]?.found === true
}
