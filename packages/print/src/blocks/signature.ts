import type { PrintBlock } from '@fieldwork/metadata'
import type { Slice } from '../paper/rows.ts'
import { LINE_HEIGHT } from '../paper/sheet.ts'
import { QUIET } from './drawing.ts'
import type { Drawing } from './drawing.ts'

interface SignatureInput {
  block: Extract<PrintBlock, { type: 'signature' }>
  width: number
  height: number
}

const words = {
  seal: { en: '(Seal)', 'zh-CN': '（盖章）' },
  date: { en: 'Date:', 'zh-CN': '日期：' },
}

/** A place to sign: who, the line, and where the seal and the date go. */
export function signatureSlices({ sheet, content, size }: Drawing, { block, width, height }: SignatureInput): Slice[] {
  const { locale } = content.wording
  const line = size * LINE_HEIGHT
  const rows = 2 + Number(block.date ?? false)
  const above = size * 1.2
  const whole = above + Math.max(height, rows * line + size)
  const bottom = whole - Number(block.date ?? false) * line - size * 0.4
  const head = block.label[locale] + (block.seal ? ` ${words.seal[locale]}` : '')
  return [
    {
      height: whole,
      draw(x, y) {
        sheet.line(head, { x, y: y + above, width }, { size, bold: true })
        sheet.doc.lineWidth(0.6).strokeColor('#000000')
        sheet.doc
          .moveTo(x, y + bottom)
          .lineTo(x + width * 0.9, y + bottom)
          .stroke()
        if (block.date) sheet.line(words.date[locale], { x, y: y + bottom + size * 0.3, width }, { size, color: QUIET })
      },
    },
  ]
}
