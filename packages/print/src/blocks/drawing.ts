import type { Content } from '../content/content.ts'
import type { Slice } from '../paper/rows.ts'
import { LINE_HEIGHT, MM } from '../paper/sheet.ts'
import type { Sheet, TextStyle } from '../paper/sheet.ts'
import type { Barcodes } from './bar-pattern.ts'

/** What blocks are drawn with. */
export interface Drawing {
  sheet: Sheet
  content: Content
  /** letters of the template, in points */
  size: number
  barcodes: Barcodes
}

/** Height of a row of the grid that something fills, in points. */
export const ROW_HEIGHT = 8 * MM

/** Colour of what is not a value. */
export const QUIET = '#555555'

type Align = 'left' | 'center' | 'right'

interface TextInput {
  text: string
  width: number
  style: TextStyle
  align?: Align | undefined
}

/** A slice for each line. */
export function textSlices({ sheet }: Pick<Drawing, 'sheet'>, { text, width, style, align }: TextInput): Slice[] {
  return sheet.lines(text, width, style).map((line) => ({
    height: style.size * LINE_HEIGHT,
    draw: (x, y) => sheet.line(line, { x, y, width, ...(align && { align }) }, style),
  }))
}
