import type { Problem } from '@fieldwork/fields'
import type { BaseOption, Registry } from '@fieldwork/database'
import { pointerOf } from '@fieldwork/metadata'
import type { Catalog, ChangeSet } from '@fieldwork/metadata'
import { platformRights } from '@fieldwork/records'
import type { Actor } from '@fieldwork/records'
import { refuse, say } from '../../errors.ts'

const LISTS = ['put', 'patch', 'delete', 'reset', 'show'] as const
const RETURNING = ['reset', 'show'] as const

/**
 * Whoever keeps definitions without being an administrator makes and changes no administrator's role, and leaves alone
 * those that he has himself; and gives no role a right beyond records that he lacks.
 *
 * @throws forbidden, naming each of these
 */
export function guardRoles(catalog: Catalog, actor: Actor, changes: ChangeSet): void {
  if (actor.administrator) return
  const own = new Set<unknown>(platformRights(catalog, actor))
  const problems = LISTS.flatMap((list) =>
    (changes[list] ?? []).flatMap((entry, at) => {
      if (entry.kind !== 'role') return []
      const { name: named, ...given } = partsOf(entry)
      const name = 'name' in entry ? entry.name : named
      const pointer = pointerOf(list, at)
      const isAll = given.administrator === true || catalog.roles.get(String(name))?.administrator === true
      if (isAll) return [{ pointer, code: 'exceeds_own_rights', message: ONLY_ADMINISTRATORS }]
      if (actor.roles.includes(String(name))) return [{ pointer, code: 'own_access', message: OWN }]
      const isBeyond = addedRights(catalog, String(name), given).some((right) => !own.has(right))
      return isBeyond ? [{ pointer, code: 'exceeds_own_rights', message: BEYOND }] : []
    }),
  )
  if (problems.length > 0) throw refuse('forbidden', {}, problems satisfies Problem[])
}

/**
 * What a package says of a role may come back by a reset, or by showing what is hidden; it is judged by what it leads to.
 *
 * @throws forbidden, naming each reset and each part that is shown; changed_meanwhile
 */
export async function guardReturningRoles(
  registry: Pick<Registry, 'draft'>,
  actor: Actor,
  changes: ChangeSet & BaseOption,
): Promise<void> {
  const returning = RETURNING.flatMap((list) => (changes[list] ?? []).map((_entry, at) => pointerOf(list, at)))
  if (actor.administrator || returning.length === 0) return
  const drafted = await registry.draft(changes)
  // what is wrong with it is told when it is published
  if ('problems' in drafted || !gainsMore(drafted, actor)) return
  const problem = { code: 'exceeds_own_rights', message: BEYOND }
  throw refuse(
    'forbidden',
    {},
    returning.map((pointer) => ({ pointer, ...problem })),
  )
}

/** Whether a role is an administrator's now, or has rights that it had not and the actor lacks. */
function gainsMore({ before, after }: Record<'before' | 'after', Catalog>, actor: Actor): boolean {
  const own = new Set(platformRights(before, actor))
  return [...after.roles.values()].some(({ name, administrator, rights }) => {
    const had = before.roles.get(name)
    if (administrator !== (had?.administrator ?? false)) return true
    return [...rights].some((right) => !had?.rights.has(right) && !own.has(right))
  })
}

/** Rights that a role has not had. */
function addedRights(catalog: Catalog, name: string, { rights }: Record<string, unknown>): unknown[] {
  const had = new Set<unknown>(catalog.roles.get(name)?.rights)
  return Array.isArray(rights) ? rights.filter((right) => !had.has(right)) : []
}

function partsOf(entry: object): Record<string, unknown> {
  if ('definition' in entry) return { ...(entry.definition as object) }
  return 'patch' in entry ? { ...(entry.patch as object) } : {}
}

const ONLY_ADMINISTRATORS = say(
  'Only administrators make and change an administrator’s role',
  '只有管理员可以创建或更改管理员角色',
)
const OWN = say('You have this role yourself; somebody else has to change it', '您本人拥有此角色，须由他人修改')
const BEYOND = say('You give no role a right that you do not have', '不能为角色授予您本人没有的权限')
