import { useTexts } from '@fieldwork/ui'
import type { KeyboardEvent } from 'react'

import { addDays, datesBetween, weekdayOf } from './days.ts'
import type { SaidDay } from './days.ts'

interface MonthProps {
  /** `2026-02` */
  month: string
  week: readonly boolean[]
  said: ReadonlyMap<string, SaidDay>
  /** days that are being marked */
  marked: ReadonlySet<string>
  /** the day that the tabulator key comes to */
  focusable: string
  onDown: (date: string) => void
  onOver: (date: string) => void
  onKey: (event: KeyboardEvent, date: string) => void
}

/** One month: every day a button, holidays and make-up days told apart by colour, letter and words. */
export function MonthGrid(props: MonthProps) {
  const { t, locale } = useTexts('studio')
  const first = `${props.month}-01`
  const last = addDays(nextMonth(props.month), -1)
  const dates = datesBetween(first, last)
  const name = format(first, locale, { month: 'long' })
  const rows: (string | null)[][] = []
  const cells = [...Array.from({ length: weekdayOf(first) }, () => null), ...dates]
  for (let at = 0; at < cells.length; at += 7) rows.push(cells.slice(at, at + 7))
  return (
    <table className="st-cal-month" aria-label={name}>
      <caption>{name}</caption>
      <thead>
        <tr>
          {Array.from({ length: 7 }, (_, day) => (
            <th key={day} scope="col">
              {format(addDays('2026-01-05', day), locale, { weekday: 'narrow' })}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, at) => (
          <tr key={at}>
            {row.map((date, day) =>
              date === null ? <td key={day} /> : <Day key={date} date={date} {...props} words={t} locale={locale} />,
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

type Locale = 'en' | 'zh-CN'

function Day(props: MonthProps & { date: string; words: (key: string) => string; locale: Locale }) {
  const { date, said, week, marked, locale, words } = props
  const day = said.get(date)
  const isFree = !week[weekdayOf(date)]
  const kind = day?.kind ?? (isFree ? 'free' : 'worked')
  const label = [format(date, locale, { dateStyle: 'full' }), words(`cal.day.${kind}`), day?.label?.[locale]]
  return (
    <td>
      <button
        type="button"
        className={`st-cal-day st-cal-${kind}`}
        data-date={date}
        data-marked={marked.has(date) || undefined}
        tabIndex={date === props.focusable ? 0 : -1}
        aria-label={label.filter(Boolean).join(' · ')}
        title={day?.label?.[locale]}
        onPointerDown={(event) => {
          if (event.button !== 0) return
          event.currentTarget.releasePointerCapture?.(event.pointerId)
          props.onDown(date)
        }}
        onPointerEnter={() => props.onOver(date)}
        onKeyDown={(event) => props.onKey(event, date)}
      >
        {Number(date.slice(8))}
        {day ? <span aria-hidden>{words(`cal.mark.${day.kind}`)}</span> : null}
      </button>
    </td>
  )
}

const format = (date: string, locale: Locale, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`))

/** The first day of the month after one. */
function nextMonth(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number)
  return number === 12 ? `${year + 1}-01-01` : `${year}-${String(number + 1).padStart(2, '0')}-01`
}
