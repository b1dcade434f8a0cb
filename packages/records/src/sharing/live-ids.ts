import type { WriteContext } from '../write-context.ts'

/** Those of the ids that are of active users, or of departments there are. */
export async function liveIds(
  { db, catalog }: Pick<WriteContext, 'db' | 'catalog'>,
  kind: 'user' | 'department',
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (!catalog.objects.has(kind)) return new Set()
  const { table } = catalog.object(kind)
  const active = kind === 'user' ? ' and active' : ''
  const { rows } = await db.query<{ id: string }>({
    text: `select id from "${table}" where id = any($1::uuid[]) and deleted_at is null${active}`,
    values: [ids],
  })
  return new Set(rows.map(({ id }) => id))
}
