/** When counting starts again at 1. */
export type NumberReset = 'never' | 'year' | 'month' | 'day'

/** Parts of the date that a number may show. */
export const DATE_TOKENS = ['yyyy', 'yy', 'MM', 'dd'] as const

/** One piece of an auto-number's format. */
export type NumberPart =
  | { kind: 'text'; text: string }
  | { kind: 'date'; token: (typeof DATE_TOKENS)[number] }
  | { kind: 'sequence'; width: number }
  | { kind: 'field'; field: string }

const PIECE = /\{([^{}]*)\}|([^{}]+)/g

/** The pieces of a format such as `SL-{yyyy}{MM}-{0000}`; what cannot be read stays as text. */
export function readNumberFormat(format: string): NumberPart[] {
  return [...format.matchAll(PIECE)].map(([piece, token, text]) => readPiece(piece, token, text))
}

function readPiece(piece: string, token: string | undefined, text: string | undefined): NumberPart {
  if (token === undefined) return { kind: 'text', text: text ?? '' }
  const date = DATE_TOKENS.find((known) => known === token)
  if (date) return { kind: 'date', token: date }
  if (/^0{1,15}$/.test(token)) return { kind: 'sequence', width: token.length }
  if (token.startsWith('field:')) return { kind: 'field', field: token.slice('field:'.length) }
  return { kind: 'text', text: piece.replace(/[{}]/g, '') }
}

/** The format that the pieces make. */
export function writeNumberFormat(parts: NumberPart[]): string {
  return parts.map(writePart).join('')
}

function writePart(part: NumberPart): string {
  if (part.kind === 'text') return part.text.replace(/[{}]/g, '')
  if (part.kind === 'date') return `{${part.token}}`
  if (part.kind === 'field') return `{field:${part.field}}`
  return `{${'0'.repeat(Math.max(1, Math.min(15, part.width)))}}`
}

/** How a number would look. */
export function previewNumber(parts: NumberPart[], input: { date: Date; sequence: number; fieldText: string }): string {
  const year = String(input.date.getFullYear())
  const month = String(input.date.getMonth() + 1).padStart(2, '0')
  const day = String(input.date.getDate()).padStart(2, '0')
  const dates = { yyyy: year, yy: year.slice(-2), MM: month, dd: day }
  return parts
    .map((part) => {
      if (part.kind === 'text') return part.text
      if (part.kind === 'date') return dates[part.token]
      return part.kind === 'field' ? input.fieldText : String(input.sequence).padStart(part.width, '0')
    })
    .join('')
}

const NEEDED: Record<NumberReset, string[][]> = {
  never: [],
  year: [['yyyy', 'yy']],
  month: [['yyyy', 'yy'], ['MM']],
  day: [['yyyy', 'yy'], ['MM'], ['dd']],
}

/** What is wrong with a format; null when it is good. */
export function checkNumberFormat(parts: NumberPart[], reset: NumberReset): 'sequence' | 'repeats' | null {
  if (parts.filter((part) => part.kind === 'sequence').length !== 1) return 'sequence'
  const tokens = parts.flatMap((part) => (part.kind === 'date' ? [part.token as string] : []))
  return NEEDED[reset].every((choices) => choices.some((token) => tokens.includes(token))) ? null : 'repeats'
}
