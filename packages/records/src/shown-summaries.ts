import type { QueryContext } from '@fieldwork/database'
import type { LayoutDefinition } from '@fieldwork/metadata'
import { shownPath } from './shown-path.ts'
import type { Actor } from './types.ts'

/** A layout whose summaries say how to show each of their values; without those that the actor may not read. */
export function shownSummaries(ctx: QueryContext, layout: LayoutDefinition, locale: Actor['locale']): LayoutDefinition {
  const blocks = Object.entries(layout.blocks).map(([key, block]) => {
    if (block.type !== 'summary') return [key, block] as const
    const fields = Object.entries(block.fields).flatMap(([path, entry]) => {
      const field = shownPath(ctx, { object: layout.object, path, locale })
      return field ? [[path, { ...entry, field }] as const] : []
    })
    return [key, { ...block, fields: Object.fromEntries(fields) }] as const
  })
  return { ...layout, blocks: Object.fromEntries(blocks) }
}
