import { formatMoment, useMe, useTexts } from '@fieldwork/ui'
import { Input, Select } from 'antd'
import { Cron } from 'croner'

import { cronWords } from '../cron-words.ts'
import { PointedField } from '../../conversions/pointed.tsx'

const MOMENTS = 3

/** What is usually wanted, as one need not know the five parts of a schedule. */
const USUAL = ['0 9 * * 1-5', '0 8 * * *', '0 * * * *', '0 9 * * 1', '0 9 1 * *']

/** A schedule of five parts with what it says in words, and the next moments that it means. */
export function CronInput(props: { cron: string; timeZone: string | undefined; onChange: (cron: string) => void }) {
  const { t, locale } = useTexts('studio')
  const { cron, onChange } = props
  const own = useMe().data?.timeZone
  const timeZone = props.timeZone ?? own ?? 'UTC'
  const read = readCron(cron, { timeZone, locale })
  return (
    <>
      <PointedField
        pointer="/trigger/cron"
        label={t('wf.cron')}
        isRequired
        help={read === null ? <span className="st-error">{t('wf.cronWrong')}</span> : read.words}
      >
        {(id) => (
          <span className="st-wf-picker">
            <Input
              id={id}
              className="st-code"
              value={cron}
              status={read === null ? 'error' : ''}
              spellCheck={false}
              onChange={(event) => onChange(event.target.value)}
            />
            <Select
              aria-label={t('wf.usual')}
              placeholder={t('wf.usual')}
              value={null}
              popupMatchSelectWidth={false}
              options={USUAL.map((value) => ({ value, label: cronWords(value, locale) }))}
              onChange={(value: string | null) => (value === null ? undefined : onChange(value))}
            />
          </span>
        )}
      </PointedField>
      {read === null ? null : (
        <p className="st-help st-wf-moments">
          {t('wf.nextMoments')}
          {read.moments.map((moment) => (
            <time key={moment} dateTime={moment}>
              {formatMoment(moment, timeZone)}
            </time>
          ))}
        </p>
      )}
    </>
  )
}

/** Null where it is no schedule of five parts. */
function readCron(cron: string, { timeZone, locale }: { timeZone: string; locale: 'en' | 'zh-CN' }) {
  if (cron.trim().split(/\s+/).length !== 5) return null
  try {
    const moments = new Cron(cron, { timezone: timeZone }).nextRuns(MOMENTS)
    return { words: cronWords(cron, locale), moments: moments.map((moment) => moment.toISOString()) }
  } catch {
    return null
  }
}
