import { useTexts } from '@fieldwork/ui'
import type { LocalizedText } from '@fieldwork/expressions'
import { Segmented } from 'antd'
import { useEffect, useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'

import { completeText, isBlankText, NO_TEXT } from '../model/localized.ts'
import { LabelInputs } from '../parts/label-inputs.tsx'
import { addDays, datesBetween, saidDays, workedWeek } from './days.ts'
import type { DayKind } from './days.ts'
import type { CalendarDefinition } from './calendar.ts'
import { MonthGrid } from './month-grid.tsx'

interface YearProps {
  year: number
  /** the calendars from the one at the bottom up to the one that is edited */
  line: CalendarDefinition[]
  onMark: (dates: string[], as: { kind: DayKind; label: LocalizedText | undefined }) => void
}

const KINDS = ['holiday', 'make-up', 'normal'] as const
const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }

/** A year, month by month: days are marked by a click, by dragging over several, or by arrow keys, Shift and Enter. */
export function YearGrid({ year, line, onMark }: YearProps) {
  const { t } = useTexts('studio')
  const [kind, setKind] = useState<DayKind>('holiday')
  const [label, setLabel] = useState(NO_TEXT)
  const [span, setSpan] = useState<{ from: string; to: string; isDragged: boolean } | null>(null)
  const [focused, setFocused] = useState(`${year}-01-01`)
  const frame = useRef<HTMLDivElement>(null)
  const focusable = focused.startsWith(`${year}-`) ? focused : `${year}-01-01`
  const mark = (from: string, to: string): void => {
    const isNamed = kind !== 'normal' && !isBlankText(label)
    onMark(datesBetween(from, to), { kind, label: isNamed ? completeText(label) : undefined })
    setSpan(null)
  }
  const drop = useRef(mark)
  drop.current = mark
  useEffect(() => {
    if (!span?.isDragged) return
    const end = (): void => drop.current(span.from, span.to)
    globalThis.addEventListener('pointerup', end, { once: true })
    return () => globalThis.removeEventListener('pointerup', end)
  }, [span])

  const press = (event: KeyboardEvent, date: string): void => {
    const step = STEPS[event.key]
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault()
      mark(span?.from ?? date, date)
    } else if (step !== undefined) {
      event.preventDefault()
      const next = addDays(date, step)
      if (!next.startsWith(`${year}-`)) return
      setFocused(next)
      setSpan(event.shiftKey ? { from: span?.from ?? date, to: next, isDragged: false } : null)
      frame.current?.querySelector<HTMLElement>(`[data-date="${next}"]`)?.focus()
    }
  }
  const shared = {
    week: workedWeek(line),
    said: saidDays(line),
    marked: new Set(span ? datesBetween(span.from, span.to) : []),
    focusable,
    onDown: (date: string) => {
      setFocused(date)
      setSpan({ from: date, to: date, isDragged: true })
    },
    onOver: (date: string) => setSpan((now) => (now?.isDragged ? { ...now, to: date } : now)),
    onKey: press,
  }
  return (
    <section aria-label={t('cal.days', { year })}>
      <div className="st-cal-tools">
        <Segmented
          aria-label={t('cal.markAs')}
          value={kind}
          options={KINDS.map((value) => ({ value, label: t(`cal.kinds.${value}`) }))}
          onChange={setKind}
        />
        <p className="st-help">{t('cal.markHelp')}</p>
      </div>
      {kind === 'normal' ? null : <LabelInputs label={t('cal.dayName')} value={label} onChange={setLabel} />}
      <div ref={frame} className="st-cal-year">
        {Array.from({ length: 12 }, (_, at) => (
          <MonthGrid key={at} month={`${year}-${String(at + 1).padStart(2, '0')}`} {...shared} />
        ))}
      </div>
    </section>
  )
}
