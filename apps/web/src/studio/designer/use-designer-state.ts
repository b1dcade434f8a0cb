import { useTexts } from '@fieldwork/ui'
import { useMemo, useState } from 'react'

import type { StudioObject } from '../catalog/studio-objects.ts'
import { useLayoutDocument } from '../draft/use-document.ts'
import { checkName, suggestName } from '../model/api-name.ts'
import type { Block, LayoutDefinition, LayoutPurpose, ObjectDefinition } from '../model/definitions.ts'
import { optionsOf } from '../model/object-edits.ts'
import { BlockCard } from './block-card.tsx'
import type { Designer, DropTarget } from './designer-context.ts'
import { useLinesOf } from './lines.ts'
import { addBlock, arrange, blocksIn, firstGap, freeKey, PAGE, removeBlock, zoneOf } from './layout-model.ts'
import type { Blocks, Cell } from './layout-model.ts'
import { startingLayout } from './starting-layout.ts'
import { LAYOUT_SCALE } from './zones.ts'

/** What is designed. */
export interface DesignerInput {
  object: StudioObject
  definition: ObjectDefinition
  purpose: LayoutPurpose
  /** undefined: none is designed yet for these records */
  layout: LayoutDefinition | undefined
  /** names of all layouts */
  taken: string[]
  focus: string | null
}

/** The state of the designer, and the layout it edits in the draft. */
export function useDesignerState({ object, definition, purpose, focus, ...input }: DesignerInput) {
  const { t, locale } = useTexts('studio')
  const recordType = input.layout?.recordType
  const type = recordType === undefined ? undefined : optionsOf(definition).recordTypes?.[recordType]
  const start = useMemo(() => startingLayout(object, definition, purpose, type), [object, definition, purpose, type])
  const document = useLayoutDocument<LayoutDefinition>(input.layout?.name ?? freeName(start.name, input.taken))
  const layout = document.definition ?? { ...start, name: document.name }
  const blocks = useMemo(() => arrange(layout.blocks), [layout.blocks])
  const [selected, select] = useState<string | null>(focus)
  const [drop, setDrop] = useState<DropTarget | null>(null)
  const fields = useMemo(() => new Map(object.fields.map((field) => [field.name, field])), [object.fields])
  const lines = useLinesOf(object)
  const edit: Designer['edit'] = (next, options) => document.edit({ ...layout, blocks: next }, options)

  const labelOf = (key: string): string => {
    const block = blocks[key]
    if (!block) return key
    if (block.label) return block.label[locale]
    if (block.type === 'lines') return lines.find(({ name }) => name === block.collection)?.child.label[locale] ?? key
    if (block.type === 'field') return fieldLabel(block.field ?? '', fields, locale)
    return block.type === 'section' ? t('designer.untitled') : (block.text?.[locale] ?? t(`designer.${block.type}`))
  }
  const add = (stem: string, block: Omit<Block, 'x' | 'y'>, target: Cell | null): void => {
    const key = freeKey(blocks, stem)
    const cell = target ?? placeFor(blocks, block, selected)
    edit(addBlock(blocks, key, { ...block, x: cell.x, y: cell.y }, cell))
    select(key)
  }
  const remove = (key: string): void => {
    edit(removeBlock(blocks, key))
    select(null)
  }
  const designer: Designer = {
    object,
    definition,
    purpose,
    type,
    Card: BlockCard,
    scale: LAYOUT_SCALE,
    blocks,
    fields,
    selected,
    select,
    edit,
    add,
    remove,
    drop,
    setDrop,
    labelOf,
  }
  const reset = (): void => document.edit({ ...layout, blocks: start.blocks })
  return { designer, layout: { ...layout, blocks }, status: document.status, reset }
}

/** The usual name, or one beside it where that belongs to another layout. */
function freeName(name: string, taken: string[]): string {
  return checkName(name, taken) === 'taken' ? suggestName({ label: name, fallback: 'layout', taken }) : name
}

function fieldLabel(path: string, fields: Designer['fields'], locale: 'en' | 'zh-CN'): string {
  return fields.get(path)?.label[locale] ?? path
}

/** After what is selected, or else in the last section. */
function placeFor(blocks: Blocks, block: Omit<Block, 'x' | 'y'>, selected: string | null): Cell {
  if (['section', 'related-list', 'lines', 'files', 'summary'].includes(block.type))
    return firstGap(blocks, PAGE, block.w)
  const sections = blocksIn(blocks, PAGE).filter(([, each]) => each.type === 'section')
  const chosen =
    selected === null ? undefined : blocks[selected]?.type === 'section' ? selected : zoneOf(blocks, selected)
  return firstGap(blocks, chosen ?? sections.at(-1)?.[0] ?? PAGE, block.w)
}
