import type { QueryContext } from '@fieldwork/database'
import { checkExpression } from '@fieldwork/expressions'
import { typeEnvironment } from '@fieldwork/metadata'
import type { LayoutBlock, LayoutDefinition } from '@fieldwork/metadata'

/** A layout without fields that do not exist for the actor, and without conditions over such. */
export function knownLayout(ctx: QueryContext, layout: LayoutDefinition): LayoutDefinition {
  const blocks = Object.entries(layout.blocks).flatMap(([key, block]) => {
    const known = knownBlock(ctx, layout.object, block)
    return known ? [[key, known] as const] : []
  })
  return { ...layout, blocks: Object.fromEntries(blocks) }
}

const conditions = ['visibleWhen', 'requiredWhen', 'readOnlyWhen'] as const

function knownBlock(ctx: QueryContext, object: string, block: LayoutBlock): LayoutBlock | null {
  if (block.type === 'field' && !isKnownPath(ctx, object, block.field)) return null
  // such a list would tell what the field holds
  if (block.type === 'related-list' && ctx.masked?.(block.object).has(block.via)) return null
  if (!ctx.absent) return block
  const known: Record<string, unknown> = { ...block }
  for (const name of conditions)
    if (typeof known[name] === 'string' && !isKnownExpression(ctx, object, known[name])) delete known[name]
  const listed = tableObject(ctx, object, block)
  if (listed && 'columns' in block && block.columns) known.columns = knownPaths(ctx, listed, block.columns)
  if (block.type === 'summary') known.fields = knownPaths(ctx, object, block.fields)
  return known as unknown as LayoutBlock
}

/** The object whose records a block lists; undefined for other blocks. */
function tableObject({ catalog }: QueryContext, object: string, block: LayoutBlock): string | undefined {
  if (block.type === 'lines') return catalog.object(object).collections.get(block.collection)?.object
  return block.type === 'related-list' && catalog.objects.has(block.object) ? block.object : undefined
}

/** The entries whose paths lead through fields that exist for the actor. */
const knownPaths = <Entry>(ctx: QueryContext, object: string, entries: Record<string, Entry>): Record<string, Entry> =>
  Object.fromEntries(Object.entries(entries).filter(([path]) => isKnownPath(ctx, object, path)))

/** Whether every field of a path exists for the actor. */
function isKnownPath(ctx: QueryContext, object: string, path: string): boolean {
  const [name = '', ...rest] = path.split('.')
  if (ctx.absent?.(object).has(name)) return false
  const reference = ctx.catalog.object(object).fields.get(name)?.reference
  return rest.length === 0 || !reference || isKnownPath(ctx, reference, rest.join('.'))
}

/** Whether an expression over records of an object can be read without fields that do not exist for the actor. */
export const isKnownExpression = ({ catalog, absent }: QueryContext, object: string, source: string): boolean =>
  checkExpression(source, typeEnvironment(catalog, object, { withOld: true, absent })).ok
