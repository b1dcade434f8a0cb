import { isCaused, type Registry } from '@fieldwork/database'
import { appError } from '@fieldwork/metadata'
import type { Catalog } from '@fieldwork/metadata'
import type { AfterHook, WrittenRecord } from '@fieldwork/records'
import { hasOrganisation, isAll, namesIn, positionGivesAll } from './administrators.ts'
import { exceeding, idOf, isSame, isUnlimited } from './guarded-access.ts'

/** Which role is given, and to whom. */
const GIVEN = ['role', 'account', 'position'] as const
/** When it is in force. */
const LIMITS = ['valid_from', 'valid_until'] as const

/**
 * Whatever has put it there (a default, a transition, a run, a conversion): a record is refused by which somebody
 * becomes an administrator, unless an administrator has entered just that. His rights are lent to no definition.
 */
export function guardedOutcome({ registry }: { registry: Pick<Registry, 'catalog'> }): AfterHook[] {
  return ['employee', 'position', 'role_assignment'].map((object) => ({
    object,
    operations: ['create', 'update', 'transition', 'undelete'],
    async run(written) {
      const catalog = registry.catalog()
      const given = hasOrganisation(catalog) ? await givenFields(catalog, written) : []
      if (given.length === 0) return
      const refused = (await isOwnDoing(written)) ? given.filter((name) => !isEntered(written, name)) : given
      if (refused.length > 0) throw appError('forbidden', {}, refused.map(exceeding))
    },
  }))
}

const isOwnDoing = async ({ actor, tx }: WrittenRecord): Promise<boolean> =>
  isUnlimited(actor) && actor.system?.byDefinition !== true && !(await isCaused(tx))

/** What comes back with a deleted record was entered before. */
const isEntered = ({ entered, operation }: WrittenRecord, name: string): boolean =>
  operation === 'undelete' || name in entered

/** Fields by whose change somebody becomes an administrator. */
async function givenFields(catalog: Catalog, { object, before, after, tx }: WrittenRecord): Promise<string[]> {
  if (after === null) return []
  const isNew = (name: string) => before === null || !isSame(after[name], before[name])
  if (object === 'position') {
    const had = new Set(namesIn(before?.roles))
    return namesIn(after.roles).some((name) => isAll(catalog, name) && !had.has(name)) ? ['roles'] : []
  }
  if (object === 'employee') {
    const position = idOf(after.position)
    const gives = position !== null && isNew('position') && (await positionGivesAll({ catalog, db: tx }, position))
    return gives ? ['position'] : []
  }
  if (typeof after.role !== 'string' || !isAll(catalog, after.role)) return []
  if (before === null) return GIVEN.filter((name) => after[name] !== null)
  return [...GIVEN, ...LIMITS].filter(isNew)
}
