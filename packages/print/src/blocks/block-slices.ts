import type { PrintBlock } from '@fieldwork/metadata'
import { chineseAmount } from '../content/chinese-amount.ts'
import type { Content, PrintedValue } from '../content/content.ts'
import { fillText } from '../content/fill-text.ts'
import { shownValue } from '../content/shown-value.ts'
import type { Slice } from '../paper/rows.ts'
import type { TextStyle } from '../paper/sheet.ts'
import { barcodeSlices } from './barcode.ts'
import { ROW_HEIGHT, QUIET, textSlices } from './drawing.ts'
import type { Drawing } from './drawing.ts'
import { signatureSlices } from './signature.ts'

type BlockOf<Type extends PrintBlock['type']> = Extract<PrintBlock, { type: Type }>
type PlainBlock = Exclude<PrintBlock, { type: 'section' | 'lines' }>

/** What a block shows of the record, cut into what is not cut further; empty: nothing. */
export function blockSlices(
  drawing: Drawing,
  key: string,
  { block, width }: { block: PlainBlock; width: number },
): Slice[] {
  const height = Math.min(block.h * ROW_HEIGHT, drawing.sheet.bottom - drawing.sheet.top)
  if (block.type === 'field') return fieldSlices(drawing, block, width)
  if (block.type === 'text') return textBlock(drawing, block, width)
  if (block.type === 'totals') return totalSlices(drawing, block, width)
  if (block.type === 'image') return pictureSlices(drawing, key, { block, width, height })
  if (block.type === 'barcode') return barcodeSlices(drawing, { block, width, height })
  if (block.type === 'signature') return signatureSlices(drawing, { block, width, height })
  return [ruleSlice(drawing, width)]
}

const styleOf = ({ size }: Drawing, look: { size?: number; bold?: boolean }): TextStyle => ({
  size: look.size ?? size,
  bold: look.bold ?? false,
})

function textBlock(drawing: Drawing, block: BlockOf<'text'>, width: number): Slice[] {
  const text = fillText(block.text[drawing.content.wording.locale], drawing.content)
  return textSlices(drawing, { text, width, style: styleOf(drawing, block), align: block.align })
}

function fieldSlices(drawing: Drawing, block: BlockOf<'field'>, width: number): Slice[] {
  const { content, size } = drawing
  const found = content.values.get(block.field)
  if (!found) return []
  const label = block.label?.[content.wording.locale] ?? found.label
  const value = valueText(found, block, content)
  const style = styleOf(drawing, block)
  const labelStyle = { size, color: QUIET }
  const { align, labelPlace = 'left' } = block
  if (labelPlace === 'none') return textSlices(drawing, { text: value, width, style, align })
  if (labelPlace === 'top') {
    const head = textSlices(drawing, { text: label, width, style: { ...labelStyle, size: size * 0.9 }, align })
    return [...head, ...textSlices(drawing, { text: value, width, style, align })]
  }
  const labelWidth = Math.min(width * 0.4, size * 10)
  const gap = size * 0.6
  const heads = textSlices(drawing, { text: label, width: labelWidth, style: labelStyle })
  const values = textSlices(drawing, { text: value, width: width - labelWidth - gap, style, align })
  return sideBySide(heads, values, labelWidth + gap)
}

function valueText({ value, field }: PrintedValue, { as }: BlockOf<'field'>, { wording }: Content): string {
  if (as === 'chinese-amount' && typeof value === 'number') return chineseAmount(value)
  return shownValue(value, field, wording)
}

/** The second beside the first, line by line. */
function sideBySide(first: Slice[], second: Slice[], distance: number): Slice[] {
  return Array.from({ length: Math.max(first.length, second.length) }, (_, at) => ({
    height: Math.max(first[at]?.height ?? 0, second[at]?.height ?? 0),
    draw(x, y) {
      first[at]?.draw(x, y)
      second[at]?.draw(x + distance, y)
    },
  }))
}

function totalSlices(drawing: Drawing, { fields }: BlockOf<'totals'>, width: number): Slice[] {
  const { content, size } = drawing
  const ordered = Object.entries(fields).sort(([, a], [, b]) => a.order - b.order)
  return ordered.flatMap(([path, { label, bold = false }]) => {
    const found = content.values.get(path)
    if (!found) return []
    const text = label?.[content.wording.locale] ?? found.label
    const half = width / 2
    const style = { size: bold ? size * 1.15 : size, bold }
    const value = shownValue(found.value, found.field, content.wording)
    const heads = textSlices(drawing, { text, width: half, style: { ...style, color: QUIET }, align: 'right' })
    const values = textSlices(drawing, { text: value, width: half - size, style, align: 'right' })
    return sideBySide(heads, values, half + size)
  })
}

interface Filled<Block> {
  block: Block
  width: number
  height: number
}

function pictureSlices(drawing: Drawing, key: string, { block, width, height }: Filled<BlockOf<'image'>>): Slice[] {
  const { sheet, content, size } = drawing
  const picture = content.pictures.get(key)
  if (!picture) return []
  if ('refusal' in picture) {
    const text = `[${picture.refusal[content.wording.locale]}]`
    return textSlices(drawing, { text, width, style: { size: size * 0.9, color: QUIET }, align: block.align })
  }
  const look = { fit: [width, height] as [number, number], align: block.align === 'left' ? undefined : block.align }
  return [{ height, draw: (x, y) => void sheet.doc.image(picture.content, x, y, look) }]
}

function ruleSlice({ sheet, size }: Drawing, width: number): Slice {
  return {
    height: size,
    draw: (x, y) => {
      const middle = y + size / 2
      sheet.doc
        .lineWidth(0.6)
        .strokeColor('#000000')
        .moveTo(x, middle)
        .lineTo(x + width, middle)
        .stroke()
    },
  }
}
