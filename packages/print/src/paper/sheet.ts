import type PdfDocument from 'pdfkit'
import type { PrintTemplateDefinition } from '@fieldwork/metadata'
import { breakLines } from './break-lines.ts'
import { fontRuns } from './font-runs.ts'

/** How letters look. */
export interface TextStyle {
  /** points */
  size: number
  bold?: boolean
  color?: string
}

type Align = 'left' | 'center' | 'right'

/** Paper to draw on: points, from the top left corner of a page. */
export interface Sheet {
  doc: InstanceType<typeof PdfDocument>
  /** of the space inside of the margins */
  left: number
  top: number
  width: number
  bottom: number
  /** where the next row begins */
  y: number
  newPage(): void
  measure(text: string, style: TextStyle): number
  lines(text: string, width: number, style: TextStyle): string[]
  /** one line, its top at `y` */
  line(text: string, at: { x: number; y: number; width: number; align?: Align }, style: TextStyle): void
}

/** Points in a millimetre. */
export const MM = 72 / 25.4
/** A line is higher than its letters. */
export const LINE_HEIGHT = 1.4

const papers = { A3: 'A3', A4: 'A4', A5: 'A5', letter: 'LETTER' } as const

/** How pages of a template look, for the document and each of its pages. */
const pageOptions = ({ paper, orientation }: PrintTemplateDefinition) => ({
  size: papers[paper],
  layout: orientation,
  margin: 0,
})

/** Room for what stands on every page. */
const MARGIN_LINE = 6 * MM

/** A sheet for the pages of a template; the first page is begun. */
export function createSheet(doc: Sheet['doc'], template: PrintTemplateDefinition): Sheet {
  doc.addPage(pageOptions(template))
  const margin = template.margin * MM
  const head = template.header ? MARGIN_LINE : 0
  const foot = template.footer ? MARGIN_LINE : 0
  const top = margin + head
  const sheet: Sheet = {
    doc,
    left: margin,
    top,
    width: doc.page.width - 2 * margin,
    bottom: doc.page.height - margin - foot,
    y: top,
    newPage() {
      doc.addPage(pageOptions(template))
      sheet.y = top
    },
    measure: (text, style) => measured(doc, text, style),
    lines: (text, width, style) => breakLines(text, width, (part) => measured(doc, part, style)),
    line: (text, at, style) => drawLine(doc, text, at, style),
  }
  return sheet
}

/** The fonts of a document, by the names they are registered with. */
export const fonts = { latin: 'latin', latinBold: 'latin-bold', wide: 'wide' }

const fontOf = (isLatin: boolean, bold = false): string =>
  isLatin ? (bold ? fonts.latinBold : fonts.latin) : fonts.wide

function measured(doc: Sheet['doc'], text: string, { size, bold }: TextStyle): number {
  return fontRuns(text).reduce((sum, run) => {
    if (!run.isLatin) return sum + (wideWidth(doc, run.text) * size) / 100
    return sum + doc.font(fontOf(true, bold), size).widthOfString(run.text)
  }, 0)
}

const wideWidths = new WeakMap<Sheet['doc'], Map<string, number>>()

/** At a size of 100. Ideographs are as wide wherever they stand, and there are many of them. */
function wideWidth(doc: Sheet['doc'], text: string): number {
  const known = wideWidths.get(doc) ?? new Map<string, number>()
  wideWidths.set(doc, known)
  let sum = 0
  for (const letter of text) {
    const width = known.get(letter) ?? doc.font(fonts.wide, 100).widthOfString(letter)
    known.set(letter, width)
    sum += width
  }
  return sum
}

function drawLine(
  doc: Sheet['doc'],
  text: string,
  { x, y, width, align = 'left' }: Parameters<Sheet['line']>[1],
  style: TextStyle,
): void {
  const room = align === 'left' ? 0 : width - measured(doc, text, style)
  const baseline = y + style.size * (LINE_HEIGHT / 2 + 0.36)
  let at = x + (align === 'center' ? room / 2 : room)
  doc.fillColor(style.color ?? '#000000')
  for (const run of fontRuns(text)) {
    const isThickened = style.bold === true && !run.isLatin
    doc.font(fontOf(run.isLatin, style.bold), style.size)
    if (isThickened) doc.lineWidth(style.size / 30).strokeColor(style.color ?? '#000000')
    doc.text(run.text, at, baseline, { lineBreak: false, baseline: 'alphabetic', fill: true, stroke: isThickened })
    at += measured(doc, run.text, style)
  }
}
