import { useDebounced, useTexts } from '@fieldwork/ui'
import { Segmented } from 'antd'
import { useMemo, useState } from 'react'

import { PdfFrame } from '../../pdf/pdf-frame.tsx'
import type { PdfSource } from '../../pdf/use-pdf.ts'
import { usePublishedObject } from './use-published-object.ts'
import { FormField } from '../parts/form-field.tsx'
import { RecordChoice } from '../trial/record-choice.tsx'
import { useTrialRecord } from '../trial/use-trial-record.ts'
import { usePrintDesigner } from './print-context.ts'

const REST_MS = 700
const LANGUAGES = ['zh-CN', 'en'] as const

/** The PDF of a real record as the draft would print it, made anew once typing rests. */
export function PrintPreview() {
  const { t, locale: own } = useTexts('studio')
  const { template } = usePrintDesigner()
  const { object } = template
  const isPublished = usePublishedObject(object)
  const { record, choose } = useTrialRecord(object)
  const [chosen, setChosen] = useState<(typeof LANGUAGES)[number] | null>(null)
  const locale = chosen ?? template.language ?? own
  const written = useDebounced(JSON.stringify(template), REST_MS)
  const id = record?.id
  const source = useMemo(
    (): PdfSource | null =>
      id === undefined
        ? null
        : {
            path: '/api/metadata/print-templates/preview',
            body: { template: JSON.parse(written) as object, id, locale },
          },
    [written, id, locale],
  )
  return (
    <section className="st-pt-preview" aria-label={t('pt.preview')}>
      <div className="st-pt-preview-head">
        <FormField label={t('pt.record')}>
          {(fieldId) =>
            record ? <RecordChoice id={fieldId} object={object} record={record} onChange={choose} /> : null
          }
        </FormField>
        <Segmented
          aria-label={t('pt.previewLanguage')}
          value={locale}
          options={LANGUAGES.map((value) => ({ value, label: t(`language.${value}`) }))}
          onChange={setChosen}
        />
      </div>
      {record === null || !isPublished ? (
        <p className="st-help">{t(isPublished ? 'pt.noRecord' : 'pt.unpublished')}</p>
      ) : null}
      {isPublished && source !== null && Object.keys(template.blocks).length > 0 ? (
        <PdfFrame source={source} title={t('pt.preview')} className="st-pt-paper" />
      ) : null}
    </section>
  )
}
