import type { Definition } from '../catalog.ts'
import { pointerOf } from '../json/pointer.ts'
import type { FieldBlock, LayoutBlock, LayoutDefinition, SummaryBlock } from '../pages/page-definitions.ts'
import { text } from '../words.ts'
import { checkGrid } from './check-grid.ts'
import { checkLines, checkRelatedList, requireDetail } from './check-table-blocks.ts'
import { checkRecordType } from './compile-record-types.ts'
import { fieldAtPath } from './field-path.ts'
import type { ObjectShape } from './object-shape.ts'
import { checked, referredObject, reportUnknownName } from './report.ts'
import type { CheckContext } from './report.ts'

interface LayoutContext extends CheckContext {
  layout: LayoutDefinition
  object: ObjectShape
}

/** Checks the blocks of a layout: what they show, when, and where they stand. */
export function compileLayout(context: CheckContext, definition: Definition): Definition {
  const layout = definition as unknown as LayoutDefinition
  checkGrid(context.sink, layout.blocks)
  checkRepeatedFields(context, layout)
  const object = referredObject(context, '/object', layout.object)
  if (!object) return definition
  checkRecordType(context, object, layout.recordType)
  for (const [key, block] of Object.entries(layout.blocks)) checkBlock({ ...context, layout, object }, key, block)
  return definition
}

function checkBlock(context: LayoutContext, key: string, block: LayoutBlock): void {
  const pointer = pointerOf('blocks', key)
  checkConditions(context, pointer, block)
  if (block.type !== 'section') checkSection(context, pointer, block.section)
  if (block.type === 'field') checkField(context, pointer, block)
  if (block.type === 'related-list') checkRelatedList(context, pointer, block)
  if (block.type === 'lines') checkLines(context, pointer, block)
  if (block.type === 'summary') checkSummary(context, pointer, block)
}

function checkField(context: LayoutContext, pointer: string, block: FieldBlock): void {
  fieldAtPath(context, `${pointer}/field`, { object: context.object, path: block.field })
}

function checkSummary(context: LayoutContext, pointer: string, { fields }: SummaryBlock): void {
  requireDetail(context, pointer, text('Summaries stand on detail layouts', '信息摘要只能用于详情布局'))
  for (const path of Object.keys(fields))
    fieldAtPath(context, pointer + pointerOf('fields', path), { object: context.object, path })
}

function checkConditions(context: LayoutContext, pointer: string, block: LayoutBlock): void {
  for (const key of ['visibleWhen', 'requiredWhen', 'readOnlyWhen'] as const) {
    const source = (block as Partial<FieldBlock>)[key]
    checked(context, `${pointer}/${key}`, { source, object: context.layout.object, expects: { kind: 'boolean' } })
  }
}

function checkSection({ layout, sink }: LayoutContext, pointer: string, section: string | undefined): void {
  if (section === undefined || layout.blocks[section]?.type === 'section') return
  const known = Object.keys(layout.blocks).filter((key) => layout.blocks[key]?.type === 'section')
  reportUnknownName(sink, { pointer: `${pointer}/section`, found: section, known, what: ['section', '分区'] })
}

function checkRepeatedFields({ sink }: CheckContext, { blocks }: LayoutDefinition): void {
  const first = new Map<string, string>()
  for (const [key, block] of Object.entries(blocks)) {
    if (block.type !== 'field') continue
    const other = first.get(block.field)
    if (other === undefined) first.set(block.field, key)
    else sink.add({ pointer: pointerOf('blocks', key, 'field'), ...repeated(block.field, other) })
  }
}

function repeated(field: string, other: string) {
  const message = text(
    `“${field}” is on the layout already, in block “${other}”`,
    `字段“${field}”已出现在区块“${other}”中`,
  )
  return { code: 'repeated_field', message, params: { field, block: other } }
}
