import { searchRecords } from '@fieldwork/database'
import type { QueryContext } from '@fieldwork/database'
import type { FoundRecords, SearchInput } from './search-types.ts'
import type { Actor } from './types.ts'

const defaultLimit = 5

/** Looks for records by a text, in all objects at once; those whose names fit best come first. */
export async function findRecords(
  ctx: QueryContext,
  { locale }: Actor,
  { q, objects, limit = defaultLimit }: SearchInput,
): Promise<FoundRecords[]> {
  const wanted = objects ?? [...ctx.catalog.objects.keys()]
  const open = wanted.filter((name) => ctx.access(name, 'read').kind !== 'none')
  const hits = await searchRecords(ctx, { q, objects: open, limit })
  return hits.map(({ object: name, records, more }) => {
    const { label, icon } = ctx.catalog.object(name)
    return { object: name, label: label[locale], icon, records, more }
  })
}
