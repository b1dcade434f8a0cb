import type { LocalizedText } from '@fieldwork/expressions'
import { useTexts } from '@fieldwork/ui'
import { Input } from 'antd'
import { useRef } from 'react'

import { FormField } from './form-field.tsx'

const LANGUAGES = ['zh-CN', 'en'] as const

/** A text in both languages as two labelled inputs side by side, Chinese first. */
export function LabelInputs(props: {
  label: string
  value: LocalizedText
  onChange: (value: LocalizedText) => void
  isRequired?: boolean
  autoFocus?: boolean
  isMultiline?: boolean
  maxLength?: number
  error?: string | null | undefined
}) {
  const { t } = useTexts('studio')
  const value = useRef(props.value)
  value.current = props.value
  const change = (locale: keyof LocalizedText, text: string): void =>
    props.onChange({ ...value.current, [locale]: text })
  return (
    <div className="st-pair">
      {LANGUAGES.map((locale) => (
        <FormField
          key={locale}
          label={t('label.in', { label: props.label, language: t(`language.${locale}`) })}
          isRequired={props.isRequired === true && locale === 'zh-CN'}
          error={locale === 'zh-CN' ? props.error : null}
        >
          {(id) => {
            const shared = { id, value: props.value[locale] ?? '', maxLength: props.maxLength ?? 500 }
            return props.isMultiline ? (
              <Input.TextArea
                {...shared}
                autoSize={{ minRows: 2, maxRows: 5 }}
                onChange={(event) => change(locale, event.target.value)}
              />
            ) : (
              <Input
                {...shared}
                autoFocus={props.autoFocus === true && locale === 'zh-CN'}
                onChange={(event) => change(locale, event.target.value)}
              />
            )
          }}
        </FormField>
      ))}
    </div>
  )
}
