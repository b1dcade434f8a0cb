import type { Span } from './calendar.ts'

/** Hours as they are written: `09:00-12:00, 13:30-18:00`. */
export const spanWords = (spans: readonly Span[] | undefined): string =>
  (spans ?? []).map(({ from, to }) => `${from}-${to}`).join(', ')

/** Hours that are written; undefined: none are. @returns null where a time is not one */
export function readSpans(words: string): Span[] | undefined | null {
  const parts = words.split(/[,，、;；]/).map((each) => each.trim())
  if (parts.every((each) => each === '')) return undefined
  const spans = parts.map((part) => {
    const [, from, to] = /^(\d{1,2}[:：]\d{2})\s*[-–—~至]\s*(\d{1,2}[:：]\d{2})$/.exec(part) ?? []
    return from === undefined || to === undefined ? null : { from: timeOf(from), to: timeOf(to) }
  })
  return spans.some((span) => span === null || !isTime(span.from) || !isTime(span.to)) ? null : (spans as Span[])
}

const timeOf = (words: string): string => words.replace('：', ':').padStart(5, '0')
const isTime = (time: string): boolean => /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/.test(time)
