import type { LocalizedText } from '@fieldwork/metadata'
import { dateOf, dayOf } from './dates.ts'

/** A day of a year that is not as its weekday. */
export interface ImportedDay {
  /** `2026-02-14` */
  date: string
  working: boolean
  /** what is celebrated, or why it is worked */
  name?: string
}

/** What is wrong with a line of a file of days; lines are counted from 1. */
export interface WrongLine {
  line: number
  message: LocalizedText
}

const yes = new Set(['1', 'true', 'yes', 'y', '是', '上班', '工作日'])
const no = new Set(['0', 'false', 'no', 'n', '否', '休', '放假', '休息'])

/** Reads lines such as `2026-02-14,yes,Spring Festival`; a first line of words that begins with `date` is left out. */
export function readDays(csv: string): { days: ImportedDay[]; wrong: WrongLine[] } {
  const days: ImportedDay[] = []
  const wrong: WrongLine[] = []
  csv
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .forEach((text, index) => {
      const [date = '', working = '', name = ''] = text.split(',').map((part) => part.trim().replace(/^"(.*)"$/, '$1'))
      const isHeading = index === 0 && /^(date|日期)$/i.test(date)
      if (text.trim() === '' || isHeading) return
      const word = working.toLowerCase()
      if (yes.has(word) || no.has(word)) days.push({ date, working: yes.has(word), ...(name !== '' && { name }) })
      else wrong.push({ line: index + 1, message: unreadable(working) })
    })
  return { days, wrong }
}

const unreadable = (found: string): LocalizedText => ({
  en: `“${found}” is neither yes nor no`,
  'zh-CN': `“${found}”既不是“是”也不是“否”`,
})

interface Holiday {
  label?: LocalizedText
  from: string
  to: string
}

/** The year of a calendar's definition that says of these days what is worked; free days in a row are one holiday. */
export function yearOf(days: readonly ImportedDay[]): {
  holidays: Record<string, Holiday>
  makeUpDays: Record<string, { label?: LocalizedText }>
} {
  const holidays: Record<string, Holiday> = {}
  const makeUpDays: Record<string, { label?: LocalizedText }> = {}
  let last: Holiday | null = null
  for (const { date, working, name } of days.toSorted((a, b) => (a.date < b.date ? -1 : 1))) {
    const label = name === undefined ? {} : { label: { en: name, 'zh-CN': name } }
    if (working) makeUpDays[date] = label
    else if (last && follows(last.to, date) && last.label?.en === name) last.to = date
    else holidays[`from_${date.replaceAll('-', '_')}`] = last = { ...label, from: date, to: date }
  }
  return { holidays, makeUpDays }
}

/** Whether a date is the day after another one; not where it is no date, which is told when the calendar is checked. */
function follows(last: string, date: string): boolean {
  try {
    return dateOf(dayOf(last) + 1) === date
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}
