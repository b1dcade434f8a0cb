import { AppLink, EmptyState, PageHeader, useTexts } from '@fieldwork/ui'
import { LeftOutlined, RightOutlined } from '@ant-design/icons'
import { Button, Select, Skeleton } from 'antd'
import { useMemo, useState } from 'react'

import { ProblemsContext } from '../conversions/pointed.tsx'
import { PointedLabels } from '../conversions/pointed-labels.tsx'
import { useCalendarDocument } from '../draft/use-document.ts'
import { changed } from '../model/conversions.ts'
import { FormField } from '../parts/form-field.tsx'
import { SwitchLine } from '../parts/switch-line.tsx'
import { studioPaths } from '../paths.ts'
import { ProblemList } from '../publish/problem-list.tsx'
import { useDraftProblems } from '../publish/use-draft-problems.ts'
import type { CalendarDefinition } from './calendar.ts'
import { CalendarUsers, RemoveCalendar } from './calendar-use.tsx'
import { lineOf, withDays, workedWeek } from './days.ts'
import { useDraftedCalendars } from './use-calendars.ts'
import { WeekForm } from './week-form.tsx'
import { YearGrid } from './year-grid.tsx'

/** One work calendar: its year, week and hours, and who counts by it. */
export function CalendarPage({ name }: { name: string }) {
  const { t } = useTexts('studio')
  const { status, definition, edit } = useCalendarDocument(name)
  const problems = useDraftProblems('calendar', name)
  if (status === 'loading') return <Skeleton className="st-page" active paragraph={{ rows: 8 }} />
  if (!definition) {
    return (
      <EmptyState
        icon="calendar"
        title={t('cal.missing', { name })}
        action={<AppLink to={studioPaths.calendars}>{t('cal.title')}</AppLink>}
      />
    )
  }
  return (
    <ProblemsContext.Provider value={problems}>
      <div className="st-page st-cal-page">
        {problems.length > 0 ? <ProblemList problems={problems} onLeave={() => undefined} /> : null}
        <Editor calendar={definition} edit={edit} />
      </div>
    </ProblemsContext.Provider>
  )
}

interface EditorProps {
  calendar: CalendarDefinition
  edit: (next: CalendarDefinition, options?: { isTyping?: boolean }) => void
}

function Editor({ calendar, edit }: EditorProps) {
  const { t, locale } = useTexts('studio')
  const { all } = useDraftedCalendars()
  const [year, setYear] = useState(() => new Date().getFullYear())
  const line = useMemo(
    () =>
      lineOf(
        calendar,
        all.map(({ definition }) => definition),
      ),
    [calendar, all],
  )
  return (
    <>
      <AppLink to={studioPaths.calendars} className="st-back">
        ‹ {t('cal.title')}
      </AppLink>
      <PageHeader
        title={calendar.label?.[locale] || calendar.name}
        note={<code className="st-code">{calendar.name}</code>}
        actions={
          <>
            <span className="st-cal-years">
              <Button icon={<LeftOutlined />} aria-label={t('cal.earlier')} onClick={() => setYear(year - 1)} />
              <strong>{year}</strong>
              <Button icon={<RightOutlined />} aria-label={t('cal.later')} onClick={() => setYear(year + 1)} />
            </span>
            <RemoveCalendar calendar={calendar} />
          </>
        }
      />
      <div className="st-cal-body">
        <YearGrid year={year} line={line} onMark={(dates, as) => edit(withDays(calendar, dates, as))} />
        <div>
          <Basics calendar={calendar} edit={edit} others={all.map(({ definition }) => definition)} year={year} />
          <WeekForm calendar={calendar} worked={workedWeek(line)} edit={edit} />
          <CalendarUsers name={calendar.name} />
        </div>
      </div>
    </>
  )
}

function Basics({ calendar, edit, others, year }: EditorProps & { others: CalendarDefinition[]; year: number }) {
  const { t, locale } = useTexts('studio')
  const choices = others.filter(({ name }) => name !== calendar.name)
  const labelled = (list: CalendarDefinition[]) =>
    list.map(({ name, label }) => ({ value: name, label: label?.[locale] ?? name }))
  const copy = (name: string): void => {
    const from = choices.find((each) => each.name === name)?.years?.[year]
    if (from) edit({ ...calendar, years: { ...calendar.years, [year]: from } })
  }
  return (
    <>
      <PointedLabels
        pointer="/label"
        label={t('cal.label')}
        value={calendar.label}
        onChange={(label) => edit(changed(calendar, { label }), { isTyping: true })}
      />
      <FormField label={t('cal.basedOn')} help={t(choices.length > 0 ? 'cal.basedOnHelp' : 'cal.basedOnNone')}>
        {(id) => (
          <Select
            id={id}
            className="st-wide"
            allowClear
            placeholder={t('cal.notBased')}
            value={calendar.basedOn ?? null}
            options={labelled(choices)}
            onChange={(basedOn: string | null | undefined) =>
              edit(changed(calendar, { basedOn: basedOn ?? undefined }))
            }
          />
        )}
      </FormField>
      <FormField label={t('cal.copy', { year })} help={t('cal.copyHelp')}>
        {(id) => (
          <Select
            id={id}
            className="st-wide"
            value={null}
            notFoundContent={t('cal.copyNone', { year })}
            placeholder={t('cal.copyFrom')}
            options={labelled(choices.filter(({ years }) => years?.[year]))}
            onChange={(name: string | null) => (name === null ? undefined : copy(name))}
          />
        )}
      </FormField>
      <SwitchLine
        label={t('cal.isDefault')}
        help={t('cal.defaultHelp')}
        value={calendar.default === true}
        onChange={(isDefault) => edit(changed(calendar, { default: isDefault }))}
      />
    </>
  )
}
