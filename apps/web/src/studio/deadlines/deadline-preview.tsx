import { ProblemNote, atZone, formatMoment, fromZone, useMe, useTexts } from '@fieldwork/ui'
import { DatePicker, Select } from 'antd'
import { useState } from 'react'

import { FormField } from '../parts/form-field.tsx'
import type { DeadlineDefinition } from './deadline.ts'
import { useDeadlinePreview } from './use-deadlines.ts'

const ORDINARY = ''

/** What begins at a moment: when it is due, and who is told when. Counted by the server, as it is published. */
export function DeadlinePreview({ published, isChanged }: { published: DeadlineDefinition; isChanged: boolean }) {
  const { t, locale } = useTexts('studio')
  const timeZone = useMe().data?.timeZone ?? 'UTC'
  const [start, setStart] = useState(() => new Date().toISOString())
  const [kind, setKind] = useState(ORDINARY)
  const cases = Object.keys(published.cases ?? {})
  const preview = useDeadlinePreview(
    { rule: published.name, start, ...(kind !== ORDINARY && { case: kind }) },
    published.active !== false,
  )
  const when = (at: string): string => {
    const day = new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone }).format(new Date(at))
    return `${formatMoment(at, timeZone)} ${day}`
  }
  return (
    <section className="st-au-card" aria-label={t('dl.preview')}>
      <h3 className="st-group-title">{t('dl.preview')}</h3>
      {isChanged ? <p className="st-help">{t('dl.previewPublished')}</p> : null}
      <FormField label={t('dl.startedAt')}>
        {(id) => (
          <DatePicker
            id={id}
            className="st-wide"
            allowClear={false}
            needConfirm={false}
            showTime={{ format: 'HH:mm', minuteStep: 5 }}
            format="YYYY-MM-DD HH:mm"
            value={atZone(start, timeZone)}
            onChange={(clock) => (clock ? setStart(fromZone(clock, timeZone)) : undefined)}
          />
        )}
      </FormField>
      {cases.length > 0 ? (
        <FormField label={t('dl.inCase')}>
          {(id) => (
            <Select
              id={id}
              className="st-wide"
              value={kind}
              options={[
                { value: ORDINARY, label: t('dl.ordinary') },
                ...cases.map((key, at) => ({ value: key, label: `${t('dl.case', { number: at + 1 })} (${key})` })),
              ]}
              onChange={setKind}
            />
          )}
        </FormField>
      ) : null}
      {preview.error ? <ProblemNote error={preview.error} onRetry={() => void preview.refetch()} /> : null}
      {preview.data ? (
        <>
          <p className="st-au-due" role="status">
            <span className="st-muted">{t('dl.dueAt')}</span> <strong>{when(preview.data.due)}</strong>
          </p>
          <ol className="st-au-moments">
            {preview.data.moments.map(({ at, what, key, label }) => (
              <li key={`${what} ${key}`} className={`st-au-moment st-au-moment-${what}`}>
                <time dateTime={at}>{when(at)}</time>
                <span>{label?.[locale] ?? t(`dl.what.${what}`)}</span>
              </li>
            ))}
          </ol>
        </>
      ) : null}
    </section>
  )
}
