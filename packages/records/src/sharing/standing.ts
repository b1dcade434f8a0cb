import { standingOf } from '@fieldwork/database'
import type { Standing } from '@fieldwork/database'
import { appError } from '@fieldwork/metadata'
import { staleCatalog } from '../fresh-catalog.ts'
import type { RecordAddress } from '../types.ts'
import type { WriteContext } from '../write-context.ts'

/**
 * How the actor stands to a record.
 *
 * @throws not_found (hidden too), stale_revision
 */
export async function standingFor(
  ctx: WriteContext,
  { object, id }: RecordAddress,
  isLocked: boolean,
): Promise<Standing> {
  if (ctx.access(object, 'read').kind === 'none') throw appError('forbidden')
  const standing = await standingOf(ctx, { object, id, isLocked })
  if (standing === 'stale_revision') throw staleCatalog()
  if (standing === null) throw appError('not_found', { name: id })
  return standing
}

/** Members are for the owner who may change the record, and for those who share or assign it. */
export const mayChangeMembers = ({ isOwner, may }: Standing): boolean =>
  may.share || may.assign || (isOwner && may.update)

/** Parts follow their whole, and people are made by the platform: neither is given to anybody by itself. */
export function demandOwnAccess({ catalog, access }: Pick<WriteContext, 'catalog' | 'access'>, name: string): void {
  if (access(name, 'read').kind === 'none') throw appError('forbidden')
  const { master, managed, label } = catalog.object(name)
  if (!master && !managed) return
  const reason = {
    en: `${label.en} has no access of its own`,
    'zh-CN': `${label['zh-CN']}没有独立的访问权限`,
  }
  throw appError('invalid_request', { reason })
}
