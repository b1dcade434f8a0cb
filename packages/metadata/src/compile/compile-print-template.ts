import type { LocalizedText } from '@fieldwork/fields'
import type { Definition } from '../catalog.ts'
import { pointerOf } from '../json/pointer.ts'
import type { PrintBlock, PrintTemplateDefinition } from '../pages/print-definitions.ts'
import { TEMPLATE_PART, isPageCount } from '../pages/template-parts.ts'
import { text } from '../words.ts'
import { checkGrid } from './check-grid.ts'
import { checkRecordType } from './compile-record-types.ts'
import { checkAggregate } from './compile-view.ts'
import { fieldAtPath } from './field-path.ts'
import type { ObjectShape } from './object-shape.ts'
import { checked, referredObject, reportUnknownName } from './report.ts'
import type { CheckContext } from './report.ts'

interface PrintContext extends CheckContext {
  template: PrintTemplateDefinition
  object: ObjectShape
}

type Texts = LocalizedText

/** Checks what a print template shows, when, and where it stands. */
export function compilePrintTemplate(context: CheckContext, definition: Definition): Definition {
  const template = definition as unknown as PrintTemplateDefinition
  checkGrid(context.sink, template.blocks)
  checkAlone(context, template)
  const object = referredObject(context, '/object', template.object)
  if (!object) return definition
  checkRecordType(context, object, template.recordType)
  const within: PrintContext = { ...context, template, object }
  if (template.fileName) checkTexts(within, '/fileName', template.fileName)
  for (const margin of ['header', 'footer'] as const)
    for (const [place, texts] of Object.entries(template[margin] ?? {}))
      checkTexts(within, pointerOf(margin, place), texts, true)
  for (const [key, block] of Object.entries(template.blocks)) checkBlock(within, pointerOf('blocks', key), block)
  return definition
}

function checkBlock(context: PrintContext, pointer: string, block: PrintBlock): void {
  const { object, template } = context
  const condition = { source: block.visibleWhen, object: object.name, expects: { kind: 'boolean' } as const }
  checked(context, `${pointer}/visibleWhen`, condition)
  if (block.type !== 'section') checkSection(context, pointer, block.section)
  if (block.type === 'field') checkField(context, pointer, block)
  if (block.type === 'text') checkTexts(context, `${pointer}/text`, block.text)
  if (block.type === 'lines') checkLines(context, pointer, block)
  if (block.type === 'totals')
    for (const path of Object.keys(block.fields))
      fieldAtPath(context, pointer + pointerOf('fields', path), { object, path })
  if (block.type === 'barcode') checked(context, `${pointer}/value`, { source: block.value, object: template.object })
  if (block.type === 'image') checkImage(context, pointer, block)
}

type BlockOf<Type extends PrintBlock['type']> = Extract<PrintBlock, { type: Type }>

function checkField(context: PrintContext, pointer: string, { field: path, as }: BlockOf<'field'>): void {
  const field = fieldAtPath(context, `${pointer}/field`, { object: context.object, path })
  if (!field || as === undefined || field.type.measures.includes('sum')) return
  const message = text(`“${field.label.en}” is no amount`, `“${field.label['zh-CN']}”不是金额`)
  context.sink.add({ pointer: `${pointer}/as`, code: 'wrong_type', message, params: { field: path } })
}

function checkImage(context: PrintContext, pointer: string, { field: path, data }: BlockOf<'image'>): void {
  if ((path === undefined) === (data === undefined)) {
    const message = text('A picture is either of a field or given by data', '图片应指定字段或图片数据之一')
    context.sink.add({ pointer, code: 'required', message })
  }
  if (path === undefined) return
  const field = fieldAtPath(context, `${pointer}/field`, { object: context.object, path })
  if (!field || field.type.name === 'image') return
  const message = text(`“${field.label.en}” holds no picture`, `“${field.label['zh-CN']}”不是图片字段`)
  context.sink.add({ pointer: `${pointer}/field`, code: 'wrong_type', message, params: { field: path } })
}

function checkLines(context: PrintContext, pointer: string, { collection, columns = {} }: BlockOf<'lines'>): void {
  const { world, object, sink, dependencies } = context
  const lines = [...(world.collections.get(object.name)?.values() ?? [])].filter(({ isLines }) => isLines)
  const found = lines.find(({ name }) => name === collection)
  if (!found) {
    const known = lines.map(({ name }) => name)
    const what: [string, string] = ['collection of lines', '明细集合']
    return reportUnknownName(sink, { pointer: `${pointer}/collection`, found: collection, known, what })
  }
  dependencies.add(`${object.name}.${collection}`)
  const child = world.shapes.get(found.object)
  if (!child) return
  for (const [path, { total }] of Object.entries(columns)) {
    const at = `${pointer}/columns${pointerOf(path)}`
    const field = fieldAtPath(context, at, { object: child, path })
    if (field && total) checkAggregate(context, `${at}/total`, { field, aggregate: 'sum' })
  }
}

function checkSection({ template, sink }: PrintContext, pointer: string, section: string | undefined): void {
  if (section === undefined || template.blocks[section]?.type === 'section') return
  const known = Object.keys(template.blocks).filter((key) => template.blocks[key]?.type === 'section')
  reportUnknownName(sink, { pointer: `${pointer}/section`, found: section, known, what: ['section', '分区'] })
}

/** Every `{{ }}` of a text is an expression over the record. */
function checkTexts(context: PrintContext, pointer: string, texts: Texts, isMargin = false): void {
  for (const [locale, template] of Object.entries(texts)) {
    for (const [, part = ''] of template.matchAll(TEMPLATE_PART)) {
      if (isMargin && isPageCount(part)) continue
      checked(context, pointer + pointerOf(locale), { source: part.trim(), object: context.object.name })
    }
  }
}

/** Tables and sections go over pages, so nothing stands beside them. */
function checkAlone({ sink }: CheckContext, { blocks }: PrintTemplateDefinition): void {
  for (const [key, block] of Object.entries(blocks)) {
    if (block.type !== 'lines' && block.type !== 'section') continue
    const beside = Object.entries(blocks).find(
      ([other, { y, h, ...rest }]) =>
        other !== key && sectionOf({ ...rest }) === sectionOf(block) && y < block.y + block.h && block.y < y + h,
    )
    if (!beside) continue
    const message = text(
      `Nothing can stand beside “${key}”, which goes on over pages: “${beside[0]}” does`,
      `“${key}”可能跨页，旁边不能放置区块“${beside[0]}”`,
    )
    sink.add({ pointer: pointerOf('blocks', key), code: 'not_alone', message, params: { block: beside[0] } })
  }
}

const sectionOf = (block: object): string | undefined => (block as { section?: string }).section
