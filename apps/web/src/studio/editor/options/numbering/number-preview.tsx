import { useMe, useTexts } from '@fieldwork/ui'
import type { NumberReset, NumberSegment } from '@fieldwork/ui'
import { Input } from 'antd'
import { useState } from 'react'

import type { StudioObject } from '../../../catalog/studio-objects.ts'
import { nextPeriod, sampleKeys, sampleNumbers, writeNumberFormat } from '../../../model/number-format.ts'
import { FormField } from '../../../parts/form-field.tsx'
import { usePaths } from '../../views/path-select.tsx'

const SHOWN = 3

/** The first three numbers for sample values, and the first one after counting has started again. */
export function NumberPreview(props: {
  object: StudioObject | null
  parts: NumberSegment[]
  reset: NumberReset
  start: number
  exampleOf: ((path: string, isCode: boolean) => string | undefined) | undefined
}) {
  const { t } = useTexts('studio')
  const { parts, reset, start } = props
  const date = useToday()
  const [samples, setSamples] = useState<Record<string, string>>({})
  const keys = sampleKeys(parts)
  const values = Object.fromEntries(
    keys.map(({ key, path, isCode }) => [key, samples[key] ?? props.exampleOf?.(path, isCode) ?? 'ABC']),
  )
  const format = writeNumberFormat(parts)
  const next = sampleNumbers(format, { date, start, count: SHOWN, values })
  const later = nextPeriod(reset, date)
  const after = later === null ? [] : sampleNumbers(format, { date: later, start, count: 1, values })
  if (next.length === 0) return null
  return (
    <div className="st-number-sample">
      {keys.length > 0 ? (
        <div className="st-number-samples">
          {keys.map(({ key, path }) => (
            <Sample
              key={key}
              object={props.object}
              path={path}
              value={values[key] ?? ''}
              onChange={(value) => setSamples({ ...samples, [key]: value })}
            />
          ))}
        </div>
      ) : null}
      <span className="st-label">{t('number.preview')}</span>
      <output className="st-number-next" aria-live="polite" aria-label={t('number.preview')}>
        {next.map((number) => (
          <span key={number}>{number}</span>
        ))}
      </output>
      {after[0] === undefined ? null : (
        <p className="st-help">{t('number.after', { date: later, number: after[0] })}</p>
      )}
    </div>
  )
}

function Sample(props: {
  object: StudioObject | null
  path: string
  value: string
  onChange: (value: string) => void
}) {
  const { t, locale } = useTexts('studio')
  const known = usePaths(props.object).get(props.path)
  const words = known?.labels.map((label) => label[locale]).join(' › ') ?? props.path
  return (
    <FormField label={t('number.sample', { field: words })}>
      {(id) => <Input id={id} value={props.value} onChange={({ target }) => props.onChange(target.value)} />}
    </FormField>
  )
}

/** The day in the workspace's zone, which numbers are made by. */
function useToday(): string {
  const timeZone = useMe().data?.timeZone ?? 'Asia/Shanghai'
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(new Date())
}
