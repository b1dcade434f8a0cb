import type { LocalizedText } from '@fieldwork/expressions'
import { numbers } from '@fieldwork/ui'
import type { NumberReset, NumberSegment } from '@fieldwork/ui'

/** Parts of the date that a number may show. */
export const DATE_TOKENS = ['yyyy', 'yy', 'MM', 'dd'] as const

/** When counting can start again. */
export const RESETS: readonly NumberReset[] = ['never', 'year', 'month', 'day']

/** The kinds of piece that a number is made of; a code stands for the option that a record has. */
export const PART_KINDS = ['text', 'date', 'field', 'code', 'sequence'] as const

/** One of them. */
export type PartKind = (typeof PART_KINDS)[number]

const PIECE = /\{([^{}]*)\}|([^{}]+)/g

/** The pieces of a format such as `SL-{yyyy}{MM}-{0000}`; what cannot be read stays as text. */
export function readNumberFormat(format: string): NumberSegment[] {
  return [...format.matchAll(PIECE)].map(([piece, token, text]) => readPiece(piece, token, text))
}

function readPiece(piece: string, token: string | undefined, text: string | undefined): NumberSegment {
  if (token === undefined) return { kind: 'text', text: text ?? '' }
  const date = DATE_TOKENS.find((known) => known === token)
  if (date) return { kind: 'date', token: date }
  if (/^0{1,15}$/.test(token)) return { kind: 'sequence', width: token.length }
  if (token.startsWith('field:')) return { kind: 'field', field: token.slice('field:'.length) }
  if (token.startsWith('code:')) return { kind: 'field', field: token.slice('code:'.length), code: true }
  return { kind: 'text', text: piece.replace(/[{}]/g, '') }
}

/** The format that the pieces make. */
export function writeNumberFormat(parts: readonly NumberSegment[]): string {
  return parts.map(writePart).join('')
}

function writePart(part: NumberSegment): string {
  if (part.kind === 'text') return part.text.replace(/[{}]/g, '')
  if (part.kind === 'date') return `{${part.token}}`
  if (part.kind === 'field') return `{${part.code ? 'code' : 'field'}:${part.field}}`
  return `{${'0'.repeat(Math.max(1, Math.min(15, part.width)))}}`
}

/** What a piece is to people: the code of an option is a piece of its own. */
export const partKind = (part: NumberSegment): PartKind => (part.kind === 'field' && part.code ? 'code' : part.kind)

/** What is wrong with a format by itself, as the platform says it. */
export function formatProblems(format: string, reset: NumberReset): LocalizedText[] {
  const parsed = numbers.parseNumberFormat(format, reset)
  return 'problems' in parsed ? parsed.problems.map(({ message }) => message) : []
}

/** What a preview is made for. */
export interface SampleInput {
  /** `YYYY-MM-DD` */
  date: string
  start: number
  count: number
  /** by path, codes by `code:<path>` */
  values: Record<string, string>
}

/** Numbers that would follow each other; none while the format is wrong. */
export function sampleNumbers(format: string, { date, start, count, values }: SampleInput): string[] {
  if (formatProblems(format, 'never').length > 0) return []
  return Array.from({ length: count }, (_, at) => numbers.renderNumber(format, { date, sequence: start + at, values }))
}

/** The first day of the period after a day's; null where counting never starts again. */
export function nextPeriod(reset: NumberReset, date: string): string | null {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  const next: Record<NumberReset, number | null> = {
    never: null,
    year: Date.UTC(year + 1, 0, 1),
    month: Date.UTC(year, month, 1),
    day: Date.UTC(year, month - 1, day + 1),
  }
  const moment = next[reset]
  return moment === null ? null : new Date(moment).toISOString().slice(0, 10)
}

/** The values whose paths a format shows, each once, as `renderNumber` wants them named. */
export function sampleKeys(parts: readonly NumberSegment[]): { key: string; path: string; isCode: boolean }[] {
  const found = parts.flatMap((part) =>
    part.kind === 'field' && part.field !== ''
      ? [{ key: numbers.segmentKey(part), path: part.field, isCode: part.code === true }]
      : [],
  )
  return found.filter(({ key }, at) => found.findIndex((other) => other.key === key) === at)
}
