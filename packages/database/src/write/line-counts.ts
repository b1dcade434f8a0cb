import { MAX_LINES } from '@fieldwork/fields'
import type { CompiledCollection, CompiledObject } from '@fieldwork/metadata'
import type { QueryContext } from '../query/context.ts'
import { quoteName } from '../query/sql-text.ts'

/** A record with too few or too many lines. */
export interface Miscount {
  id: string
  collection: CompiledCollection
  kind: 'few' | 'many'
  limit: number
}

interface CountInput {
  object: CompiledObject
  ids: readonly string[]
  /** whose bounds are tested */
  collections: readonly CompiledCollection[]
}

/** The records whose numbers of live lines are out of bounds. */
export async function miscounted(ctx: QueryContext, { object, ids, collections }: CountInput): Promise<Miscount[]> {
  const bounded = collections.filter(({ isLines }) => isLines)
  if (bounded.length === 0 || ids.length === 0) return []
  const counts = bounded.map((collection, index) => `${countOf(ctx, collection)} as n${index}`)
  const { rows } = await ctx.db.query<Record<string, unknown>>({
    text:
      `select o."id", ${counts.join(', ')} from ${quoteName(object.table)} o` +
      ` where o."id" = any($1::uuid[]) and o."deleted_at" is null`,
    values: [ids],
  })
  return rows.flatMap((row) =>
    bounded.flatMap((collection, index): Miscount[] => {
      const { minLines } = collection
      const maxLines = collection.maxLines ?? MAX_LINES
      const count = row[`n${index}`] as number
      const found = { id: String(row.id), collection }
      if (count < minLines) return [{ ...found, kind: 'few', limit: minLines }]
      return count > maxLines ? [{ ...found, kind: 'many', limit: maxLines }] : []
    }),
  )
}

function countOf({ catalog }: QueryContext, { object: name, field }: CompiledCollection): string {
  const { table, fields } = catalog.object(name)
  const reference = quoteName(fields.get(field)?.column ?? field)
  return `(select count(*)::integer from ${quoteName(table)} c where c.${reference} = o."id" and c."deleted_at" is null)`
}
