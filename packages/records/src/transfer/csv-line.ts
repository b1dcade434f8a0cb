const plainNumber = /^[+-]?\d+(?:\.\d+)?%?$/
const formulaStart = /^[\s]*[=+\-@＝＋－＠]|^[\t\r]/

/**
 * A line of a CSV file (RFC 4180), with its line break. A text that a spreadsheet would take for a formula gets an
 * apostrophe in front, so that it stays a text.
 */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => quoted(harmless(cell))).join(',')}\r\n`
}

const harmless = (cell: string): string => (formulaStart.test(cell) && !plainNumber.test(cell) ? `'${cell}` : cell)

const quoted = (cell: string): string => (/[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
