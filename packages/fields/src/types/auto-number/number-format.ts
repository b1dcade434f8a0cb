import type { Json, LocalizedText } from '../../field-type.ts'

/** When counting starts again at 1. */
export type NumberReset = 'never' | 'year' | 'month' | 'day'

type DateToken = 'yyyy' | 'yy' | 'MM' | 'dd'

/** One piece of a number format. */
export type NumberSegment =
  | { kind: 'text'; text: string }
  | { kind: 'date'; token: DateToken }
  | { kind: 'sequence'; width: number }
  /** a value of the record or, through lookups, of another; `code`: the code of its option instead of the key */
  | { kind: 'field'; field: string; code?: true }

export interface NumberFormatProblem {
  code: 'invalid_number_format' | 'repeating_number_format'
  message: LocalizedText
}

export interface NumberInput {
  /** the day in the workspace's zone, `YYYY-MM-DD` */
  date: string
  /** position in the period, from 1 */
  sequence: number | bigint
  /** values by path, codes of options by `code:<path>`; what is absent or null gives nothing */
  values?: Record<string, Json | undefined>
}

const PIECE = /\{([^{}]*)\}|([^{}]+)|([{}])/g
const DATE_TOKENS: readonly string[] = ['yyyy', 'yy', 'MM', 'dd']
const FIELD = /^(field|code):([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*){0,4})$/

/** What a date in the number must show so that two periods never give the same number. */
const NEEDED: Record<NumberReset, DateToken[][]> = {
  never: [],
  year: [['yyyy', 'yy']],
  month: [['yyyy', 'yy'], ['MM']],
  day: [['yyyy', 'yy'], ['MM'], ['dd']],
}

/**
 * Reads a number format: text, `{yyyy}` `{yy}` `{MM}` `{dd}`, `{field:<path>}`, `{code:<path>}` (the code of a select's
 * option), and exactly one sequence of zeros, as in `SL-{field:region.code}-{yyyy}{MM}-{0000}`. With `reset`, the format must also tell its periods apart.
 */
export function parseNumberFormat(
  format: string,
  reset: NumberReset = 'never',
): { segments: NumberSegment[] } | { problems: NumberFormatProblem[] } {
  const pieces = [...format.matchAll(PIECE)].map(readPiece)
  const unreadable = pieces.filter((piece) => typeof piece === 'string')
  const segments = pieces.filter((piece) => typeof piece !== 'string')
  const problems = [...unreadable.map(unknownPiece), ...sequenceProblems(segments), ...periodProblems(segments, reset)]
  return problems.length > 0 ? { problems } : { segments }
}

/**
 * The text of one number. A sequence longer than its zeros is written in full.
 *
 * @throws Error when the format is not valid; formats are checked when they are published
 */
export function renderNumber(format: string, { date, sequence, values = {} }: NumberInput): string {
  return segmentTexts(segmentsOf(format), { date, values })
    .map((text) => (typeof text === 'string' ? text : String(sequence).padStart(text.width, '0')))
    .join('')
}

/**
 * What stands before and behind the sequence of a number.
 *
 * @throws Error when the format is not valid
 */
export function numberEnds(format: string, { date, values = {} }: Omit<NumberInput, 'sequence'>): [string, string] {
  const texts = segmentTexts(segmentsOf(format), { date, values })
  const at = texts.findIndex((text) => typeof text !== 'string')
  return [texts.slice(0, at).join(''), texts.slice(at + 1).join('')]
}

function segmentsOf(format: string): NumberSegment[] {
  const parsed = parseNumberFormat(format)
  if ('problems' in parsed) throw new Error(`Number format ${format}: ${parsed.problems[0]?.message.en}`)
  return parsed.segments
}

type SequenceSegment = Extract<NumberSegment, { kind: 'sequence' }>

/** The texts of the parts; the sequence as it is. */
function segmentTexts(
  segments: readonly NumberSegment[],
  { date, values = {} }: Omit<NumberInput, 'sequence'>,
): (string | SequenceSegment)[] {
  const [year = '', month = '', day = ''] = date.split('-')
  const dateParts: Record<DateToken, string> = { yyyy: year, yy: year.slice(-2), MM: month, dd: day }
  return segments.map((segment) => {
    if (segment.kind === 'text') return segment.text
    if (segment.kind === 'date') return dateParts[segment.token]
    if (segment.kind === 'sequence') return segment
    const key = segmentKey(segment)
    return Object.hasOwn(values, key) ? fieldText(values[key]) : ''
  })
}

/** The period that a day counts in: `''`, `2026`, `2026-01` or `2026-01-31`. */
export function numberPeriod(reset: NumberReset, date: string): string {
  const length = { never: 0, year: 4, month: 7, day: 10 }[reset]
  return date.slice(0, length)
}

/** Under which name a part's value is given to `renderNumber`. */
export const segmentKey = ({ field, code }: { field: string; code?: true }): string => (code ? `code:${field}` : field)

/** Paths of the fields whose values are part of the number. */
export function numberFields(format: string): string[] {
  const parsed = parseNumberFormat(format)
  if ('problems' in parsed) return []
  return [...new Set(parsed.segments.flatMap((segment) => (segment.kind === 'field' ? [segment.field] : [])))]
}

function readPiece([piece, token, text]: RegExpMatchArray): NumberSegment | string {
  if (text !== undefined) return { kind: 'text', text }
  if (token === undefined) return piece
  if (DATE_TOKENS.includes(token)) return { kind: 'date', token: token as DateToken }
  if (/^0{1,15}$/.test(token)) return { kind: 'sequence', width: token.length }
  const [, kind, field] = FIELD.exec(token) ?? []
  if (field === undefined) return piece
  return kind === 'code' ? { kind: 'field', field, code: true } : { kind: 'field', field }
}

function fieldText(value: Json | undefined): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function unknownPiece(piece: string): NumberFormatProblem {
  return {
    code: 'invalid_number_format',
    message: {
      en: `${piece} is not a part of a number. Parts are {yyyy}, {yy}, {MM}, {dd}, {0000}, {field:name} and {code:name}.`,
      'zh-CN': `${piece} 不是编号的组成部分，可用的有 {yyyy}、{yy}、{MM}、{dd}、{0000}、{field:字段名} 和 {code:字段名}。`,
    },
  }
}

function sequenceProblems(segments: NumberSegment[]): NumberFormatProblem[] {
  const count = segments.filter((segment) => segment.kind === 'sequence').length
  if (count === 1) return []
  return [
    {
      code: 'invalid_number_format',
      message: {
        en: `A number has exactly one sequence such as {0000}; this format has ${count}.`,
        'zh-CN': `编号必须且只能有一个流水号，如 {0000}；此格式有 ${count} 个。`,
      },
    },
  ]
}

function periodProblems(segments: NumberSegment[], reset: NumberReset): NumberFormatProblem[] {
  const tokens = segments.flatMap((segment) => (segment.kind === 'date' ? [segment.token] : []))
  const missing = NEEDED[reset].filter((choices) => !choices.some((token) => tokens.includes(token)))
  if (missing.length === 0) return []
  const parts = missing.map(([first]) => `{${first}}`).join(' ')
  return [
    {
      code: 'repeating_number_format',
      message: {
        en: `Counting starts again every ${reset}, so numbers would repeat. Add ${parts} to the format.`,
        'zh-CN': `流水号按${{ never: '', year: '年', month: '月', day: '日' }[reset]}重新计数，编号会重复，请在格式中加入 ${parts}。`,
      },
    },
  ]
}
