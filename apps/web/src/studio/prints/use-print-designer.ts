import { useTexts } from '@fieldwork/ui'
import { useMemo, useState } from 'react'

import type { StudioObject } from '../catalog/studio-objects.ts'
import type { DropTarget, GridDesigner } from '../designer/designer-context.ts'
import { addBlock, endOf, firstGap, freeKey, PAGE, removeBlock, zoneOf } from '../designer/layout-model.ts'
import type { Blocks, Cell } from '../designer/layout-model.ts'
import { useLinesOf } from '../designer/lines.ts'
import type { EditableDocument } from '../draft/use-document.ts'
import type { Block } from '../model/definitions.ts'
import { PrintCard } from './print-card.tsx'
import type { PrintDesigner } from './print-context.ts'
import { arrangePrint, changed } from './print-template.ts'
import type { PrintTemplateDefinition } from './print-template.ts'

/** Rows of paper are low, and stand close. */
const PAPER_SCALE = { row: 34, gaps: [8, 8] } as const

/** The state of the designer, and the template it edits in the draft. */
export function usePrintState(
  document: Pick<EditableDocument<PrintTemplateDefinition>, 'edit'>,
  template: PrintTemplateDefinition,
  object: StudioObject,
): PrintDesigner {
  const blocks = useMemo(() => arrangePrint(template.blocks), [template.blocks])
  const [selected, select] = useState<string | null>(null)
  const [drop, setDrop] = useState<DropTarget | null>(null)
  const labelOf = useBlockLabel(object, blocks)
  const edit: GridDesigner['edit'] = (next, options) =>
    document.edit({ ...template, blocks: arrangePrint(next) }, options)
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
  const set: PrintDesigner['set'] = (change) => document.edit(changed(template, change), { isTyping: true })
  const grid = { object, blocks, Card: PrintCard, scale: PAPER_SCALE, selected, select, edit, add, remove }
  return { ...grid, drop, setDrop, labelOf, template, set }
}

function useBlockLabel(object: StudioObject, blocks: Blocks): (key: string) => string {
  const { t, locale } = useTexts('studio')
  const lines = useLinesOf(object)
  return (key) => {
    const block = blocks[key]
    if (!block) return key
    if (block.label) return block.label[locale]
    if (block.type === 'lines') return lines.find(({ name }) => name === block.collection)?.child.label[locale] ?? key
    if (block.type === 'text') return block.text?.[locale] || t('pt.types.text')
    const field = object.fields.find(({ name }) => name === block.field)?.label[locale]
    if (block.type === 'field') return field ?? block.field ?? key
    return [t(`pt.types.${block.type}`), field].filter(Boolean).join(' · ')
  }
}

/** After what is there in the grid that is selected; what goes on over pages below everything. */
function placeFor(blocks: Blocks, block: Omit<Block, 'x' | 'y'>, selected: string | null): Cell {
  if (block.type === 'section') return endOf(blocks, PAGE)
  const zone = selected === null ? PAGE : blocks[selected]?.type === 'section' ? selected : zoneOf(blocks, selected)
  return block.type === 'lines' ? endOf(blocks, zone) : firstGap(blocks, zone, block.w)
}
