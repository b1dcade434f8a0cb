import type { LocalizedText } from '@fieldwork/fields'
import { Input } from 'antd'

import { useTexts } from '../texts/i18n.ts'

const EMPTY: LocalizedText = { en: '', 'zh-CN': '' }

/** A text in both languages: Chinese first, English under it. `id` labels the Chinese input. */
export function LocalizedInput(props: {
  value: LocalizedText | null | undefined
  onChange: (value: LocalizedText) => void
  id?: string
  label?: string
  multiline?: boolean
  disabled?: boolean
  placeholder?: Partial<LocalizedText>
}) {
  const { t } = useTexts()
  const value = props.value ?? EMPTY
  return (
    <div className="fw-localized">
      {(['zh-CN', 'en'] as const).map((locale) => (
        <LanguageLine
          key={locale}
          {...props}
          locale={locale}
          value={value}
          languageLabel={t(`language.${locale}`)}
          id={props.id === undefined ? undefined : locale === 'zh-CN' ? props.id : `${props.id}-${locale}`}
        />
      ))}
    </div>
  )
}

function LanguageLine(props: {
  locale: keyof LocalizedText
  value: LocalizedText
  onChange: (value: LocalizedText) => void
  languageLabel: string
  id?: string | undefined
  label?: string
  multiline?: boolean
  disabled?: boolean
  placeholder?: Partial<LocalizedText>
}) {
  const { locale, value, multiline = false } = props
  const shared = {
    ...(props.id === undefined ? {} : { id: props.id }),
    value: value[locale] ?? '',
    disabled: props.disabled ?? false,
    placeholder: props.placeholder?.[locale] ?? '',
    'aria-label': props.label ? `${props.label} (${props.languageLabel})` : props.languageLabel,
  }
  const change = (text: string): void => props.onChange({ ...value, [locale]: text })
  return (
    <div className="fw-localized-line">
      <span className="fw-localized-tag" aria-hidden="true">
        {locale === 'en' ? 'EN' : '中'}
      </span>
      {multiline ? (
        <Input.TextArea {...shared} autoSize={{ minRows: 2 }} onChange={(event) => change(event.target.value)} />
      ) : (
        <Input {...shared} onChange={(event) => change(event.target.value)} />
      )}
    </div>
  )
}
