import type { QueryContext } from '@fieldwork/database'
import type { LayoutBlock, LayoutDefinition } from '@fieldwork/metadata'
import { shownPath } from './shown-path.ts'
import type { Actor } from './types.ts'

/**
 * A layout whose summaries and columns along paths say how to show each of their values; without those that the actor
 * may not read.
 */
export function shownSummaries(ctx: QueryContext, layout: LayoutDefinition, locale: Actor['locale']): LayoutDefinition {
  const withFields = <Entry>(object: string, entries: Record<string, Entry>, isShown: (path: string) => boolean) => {
    const shown = Object.entries(entries).flatMap(([path, entry]) => {
      if (!isShown(path)) return [[path, entry] as const]
      const field = shownPath(ctx, { object, path, locale })
      return field ? [[path, { ...entry, field }] as const] : []
    })
    return Object.fromEntries(shown)
  }
  const blocks = Object.entries(layout.blocks).map(([key, block]) => {
    if (block.type === 'summary')
      return [key, { ...block, fields: withFields(layout.object, block.fields, () => true) }]
    const object = tableObject(ctx, layout.object, block)
    if (object === undefined || !('columns' in block) || !block.columns) return [key, block]
    return [key, { ...block, columns: withFields(object, block.columns, (path) => path.includes('.')) }]
  })
  return { ...layout, blocks: Object.fromEntries(blocks) }
}

/** The object whose records a block lists; undefined for other blocks. */
function tableObject({ catalog }: QueryContext, object: string, block: LayoutBlock): string | undefined {
  if (block.type === 'lines') return catalog.object(object).collections.get(block.collection)?.object
  return block.type === 'related-list' && catalog.objects.has(block.object) ? block.object : undefined
}
