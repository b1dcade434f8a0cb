import type { Sheet } from './sheet.ts'

const STYLE = { size: 13, color: '#000000' }
/** faint enough to read what lies below it */
const OPACITY = 0.09
const SLOPE = -28
const ROWS = 7
const COLUMNS = 3

/** A text faintly and aslant all over the page that the document stands at. */
export function drawWatermark({ doc, line, measure }: Sheet, text: string): void {
  const { width: pageWidth, height: pageHeight } = doc.page
  const width = measure(text, STYLE)
  for (let at = 0; at < ROWS * COLUMNS; at += 1) {
    const row = Math.floor(at / COLUMNS)
    const middle = (((at % COLUMNS) + (row % 2 === 0 ? 0.5 : 0.25)) * pageWidth) / COLUMNS
    const y = ((row + 0.5) * pageHeight) / ROWS
    doc
      .save()
      .rotate(SLOPE, { origin: [middle, y] })
      .fillOpacity(OPACITY)
    line(text, { x: middle - width / 2, y: y - STYLE.size, width }, STYLE)
    doc.restore()
  }
}
