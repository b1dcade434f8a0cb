import type { PrintBlock } from '@fieldwork/metadata'
import { partText } from '../content/fill-text.ts'
import type { Slice } from '../paper/rows.ts'
import { LINE_HEIGHT } from '../paper/sheet.ts'
import type { Sheet } from '../paper/sheet.ts'
import type { BarPattern } from './bar-pattern.ts'
import type { Drawing } from './drawing.ts'

type BarcodeBlock = Extract<PrintBlock, { type: 'barcode' }>

interface BarcodeInput {
  block: BarcodeBlock
  width: number
  height: number
}

/** A barcode as large as its place allows; what it cannot say is written in letters. */
export function barcodeSlices({ sheet, content, size, barcodes }: Drawing, input: BarcodeInput): Slice[] {
  const { block, width, height } = input
  const text = partText(block.value, content)
  if (text === '') return []
  const pattern = barcodes(block.symbology ?? 'qr', text)
  const hasCaption = block.caption === true || pattern === null
  const room = height - (hasCaption ? size * LINE_HEIGHT : 0)
  const box = pattern && boxOf(pattern, { width, height: room })
  const left = { left: 0, center: 0.5, right: 1 }[block.align ?? 'left'] * (width - (box?.width ?? 0))
  return [
    {
      height,
      draw(x, y) {
        if (pattern && box) drawBars(sheet, pattern, { ...box, x: x + left, y })
        if (!hasCaption) return
        const at = { x: x + left, y: y + (box?.height ?? 0), width: box?.width ?? width, align: 'center' as const }
        sheet.line(text, at, { size: size * 0.9 })
      },
    },
  ]
}

interface Box {
  width: number
  height: number
}

/** Squares stay squares; bars fill the height and are no wider than a scanner reads well. */
function boxOf(pattern: BarPattern, room: Box): Box {
  if (pattern.height > 1) {
    const scale = Math.min(room.width / pattern.width, room.height / pattern.height)
    return { width: pattern.width * scale, height: pattern.height * scale }
  }
  return { width: Math.min(room.width, pattern.width * 1.2), height: room.height }
}

function drawBars({ doc }: Sheet, pattern: BarPattern, box: Box & { x: number; y: number }): void {
  const [across, down] = [box.width / pattern.width, box.height / pattern.height]
  for (const bar of pattern.bars)
    doc.rect(box.x + bar.x * across, box.y + bar.y * down, bar.width * across, bar.height * down)
  doc.fill('#000000')
}
