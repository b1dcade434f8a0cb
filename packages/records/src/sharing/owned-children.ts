import { listOwned } from '@fieldwork/database'
import { appError } from '@fieldwork/metadata'
import type { CompiledCollection } from '@fieldwork/metadata'
import type { RecordAddress } from '../types.ts'
import type { WriteContext } from '../write-context.ts'

/** More records go along by tasks only. */
const maxChildren = 1_000

/**
 * The records of a collection that one person owns, as far as the actor sees them.
 *
 * @throws too_large
 */
export async function ownedChildren(
  ctx: WriteContext,
  { collection, id, owner }: { collection: CompiledCollection; id: string; owner: string | null },
): Promise<(RecordAddress & { label: string | null })[]> {
  if (owner === null) return []
  const { object, field } = collection
  const found = await listOwned(ctx, { object, owner, of: { field, id }, after: null, limit: maxChildren + 1 })
  if (found.length > maxChildren) throw appError('too_large', { limit: maxChildren })
  return found.map((record) => ({ object, ...record }))
}
