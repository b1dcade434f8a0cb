import type { PrintBlock } from '@fieldwork/metadata'
import type { Json } from '@fieldwork/fields'
import type { PrintedColumn, PrintedLines } from '../content/content.ts'
import { shownValue } from '../content/shown-value.ts'
import type { Wording } from '../content/shown-value.ts'
import type { Row, Slice } from '../paper/rows.ts'
import type { Sheet, TextStyle } from '../paper/sheet.ts'
import { textSlices } from './drawing.ts'
import type { Drawing } from './drawing.ts'

type LinesBlock = Extract<PrintBlock, { type: 'lines' }>
type Align = 'left' | 'center' | 'right'

/** A column where it stands, with its cells in words. */
interface TableColumn {
  head: string
  cells: readonly string[]
  total: string | null
  /** only counts the lines */
  isCount?: boolean
  align: Align
  /** points */
  x: number
  width: number
}

const GRID = '#999999'

/** Lines of a record as rows of a table; its head is drawn again on each page. */
export function lineRows(drawing: Drawing, key: string, block: LinesBlock): Row[] {
  const lines = drawing.content.lines.get(key)
  if (!lines) return []
  const { size, content } = drawing
  const columns = tableColumns(drawing, lines, block)
  const head: Row = {
    cells: columns.map((column) => cellOf(drawing, column, { text: column.head, bold: true })),
    keepsWithNext: true,
    decorate: boxed(drawing.sheet, columns, '#eeeeee'),
  }
  const decorate = boxed(drawing.sheet, columns)
  const rows = lines.rows.map((_, at): Row => ({
    cells: columns.map((column) => cellOf(drawing, column, { text: column.cells[at] ?? '' })),
    head,
    decorate,
  }))
  const label = block.label?.[content.wording.locale]
  const title: Row[] = label === undefined ? [] : [titleRow(drawing, label)]
  const sums = columns.some(({ total }) => total !== null) ? [totalRow(drawing, columns, head)] : []
  const all = [...title, head, ...rows, ...sums]
  // the sums stay with the last line
  if (sums.length > 0 && rows.length > 0) all[all.length - 2] = { ...all.at(-2)!, keepsWithNext: true }
  return all.map((row, at) => (at === all.length - 1 ? { ...row, space: size } : row))
}

function titleRow(drawing: Drawing, text: string): Row {
  const style = { size: drawing.size * 1.15, bold: true }
  const slices = textSlices(drawing, { text, width: drawing.sheet.width, style })
  return { cells: [{ x: 0, slices }], keepsWithNext: true, space: drawing.size * 0.3 }
}

function totalRow(drawing: Drawing, columns: readonly TableColumn[], head: Row): Row {
  const word = { en: 'Total', 'zh-CN': '合计' }[drawing.content.wording.locale]
  // the column of numbers is too narrow for a word
  const first = columns.findIndex(({ total, isCount }) => total === null && !isCount)
  return {
    cells: columns.map((column, at) =>
      cellOf(drawing, column, { text: column.total ?? (at === first ? word : ''), bold: true }),
    ),
    head,
    decorate: boxed(drawing.sheet, columns, '#f7f7f7'),
  }
}

function cellOf(drawing: Drawing, column: TableColumn, { text, bold = false }: { text: string; bold?: boolean }) {
  const padding = drawing.size * 0.4
  const style: TextStyle = { size: drawing.size, bold }
  const width = column.width - 2 * padding
  const slices = textSlices(drawing, { text, width, style, align: column.align })
  return { x: column.x + padding, slices: padded(slices, padding / 2) }
}

/** The first and the last line keep their distance from the border. */
function padded(slices: Slice[], padding: number): Slice[] {
  return slices.map((slice, at) => {
    const above = at === 0 ? padding : 0
    const below = at === slices.length - 1 ? padding : 0
    return { height: slice.height + above + below, draw: (x, y) => slice.draw(x, y + above) }
  })
}

/** Borders around the cells of a row. */
function boxed({ doc, left }: Sheet, columns: readonly TableColumn[], fill?: string): NonNullable<Row['decorate']> {
  return ({ x, y, width, height }) => {
    if (fill) doc.rect(x, y, width, height).fill(fill)
    doc.lineWidth(0.5).strokeColor(GRID).rect(x, y, width, height)
    for (const column of columns.slice(1)) doc.moveTo(left + column.x, y).lineTo(left + column.x, y + height)
    doc.stroke()
  }
}

function tableColumns(
  drawing: Drawing,
  { columns, rows }: PrintedLines,
  { numbered = false }: LinesBlock,
): TableColumn[] {
  const { sheet, size, content } = drawing
  const counted: Omit<TableColumn, 'x' | 'width'> & { share: number } = {
    head: '#',
    cells: rows.map((_, at) => String(at + 1)),
    total: null,
    isCount: true,
    align: 'center',
    share: size * 3,
  }
  const described = columns.map((column) => {
    const cells = rows.map((row) => shownValue(row[column.path], column.field, content.wording))
    const total = column.look.total ? totalOf(column, rows, content.wording) : null
    return { head: column.label, cells, total, align: alignOf(column), share: 0, look: column.look }
  })
  const widest = described.map(({ head, cells, total }) => widestOf(sheet, [head, total ?? '', ...cells], size))
  const given = described.map(({ look }) => look.width)
  const known = given.some((width) => width !== undefined)
  const shares = described.map((_, at) => (known ? (given[at] ?? 5) : widest[at]!))
  const room = sheet.width - (numbered ? counted.share : 0)
  const sum = shares.reduce((total, share) => total + share, 0)
  const own = described.map(({ look: _look, ...column }, at) => ({ ...column, share: (room * shares[at]!) / sum }))
  let x = 0
  return (numbered ? [counted, ...own] : own).map(({ share: width, ...column }) => {
    const placed = { ...column, x, width }
    x += width
    return placed
  })
}

/** As wide as the widest cell, within reason: long texts are broken. */
function widestOf(sheet: Sheet, texts: readonly string[], size: number): number {
  const widths = texts
    .slice(0, 100)
    .map((text) => sheet.measure(text.replaceAll(/[\r\n]+/g, ' '), { size, bold: true }))
  return Math.min(Math.max(...widths, size * 3), size * 18) + size * 1.2
}

const isNumeric = ({ field }: PrintedColumn): boolean =>
  ['integer', 'decimal'].includes(field.type.expression(field.property).kind)

const alignOf = (column: PrintedColumn): Align => column.look.align ?? (isNumeric(column) ? 'right' : 'left')

/** Adds up exactly: sums of decimals are no floating point numbers. */
function totalOf({ path, field }: PrintedColumn, rows: PrintedLines['rows'], wording: Wording): string {
  const numbers = rows.flatMap((row) => (typeof row[path] === 'number' ? [row[path]] : []))
  const scale = Math.max(0, ...numbers.map(decimalsOf))
  const sum = numbers.reduce((total, number) => total + BigInt(number.toFixed(scale).replace('.', '')), 0n)
  return shownValue((Number(sum) / 10 ** scale) as Json, field, wording)
}

const decimalsOf = (number: number): number => String(number).split('.')[1]?.replace(/e.*$/, '').length ?? 0
