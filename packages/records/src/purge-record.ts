import { purgeRecord, withinTransaction } from '@fieldwork/database'
import { appError } from '@fieldwork/metadata'
import { platformRights } from './access/platform-rights.ts'
import { demand } from './actor-context.ts'
import type { RecordAddress } from './types.ts'
import type { WriteContext } from './write-context.ts'

/** @throws forbidden, not_found, still_referenced */
export async function purgeDeleted(ctx: WriteContext, { object, id }: RecordAddress): Promise<number> {
  if (!platformRights(ctx.catalog, ctx.actor).includes('purge')) throw appError('forbidden')
  demand(ctx, object, 'delete')
  const purge = (db: WriteContext['db']) => purgeRecord({ ...ctx, db }, { object, id })
  const gone = await ctx.db.transaction((tx) => purge(withinTransaction(tx, ctx.db)))
  if (gone === null) throw appError('not_found', { name: id })
  return gone
}
