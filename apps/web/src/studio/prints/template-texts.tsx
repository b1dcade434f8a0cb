import type { ExprType, LocalizedText } from '@fieldwork/expressions'
import { useTexts } from '@fieldwork/ui'

import { NO_TEXT } from '../model/localized.ts'
import { TemplateInput } from '../parts/template-input.tsx'
import { usePrintDesigner } from './print-context.ts'

const LANGUAGES = ['zh-CN', 'en'] as const
const WHOLE: ExprType = { kind: 'integer' }

/** A text with values of the record, in both languages; one that was never written for itself follows the other. */
export function TemplateTexts(props: {
  pointer: string
  label: string
  help?: string
  /** the pages can be counted in it */
  isMargin?: boolean
  isRequired?: boolean
  value: LocalizedText | undefined
  onChange: (text: LocalizedText | undefined) => void
}) {
  const { t } = useTexts('studio')
  const { object } = usePrintDesigner()
  const { pointer, label, help, isMargin = false, isRequired = false, value = NO_TEXT, onChange } = props
  const user: ExprType = { kind: 'record', object: 'user' }
  const change = (locale: keyof LocalizedText, text: string): void => {
    const other = locale === 'en' ? 'zh-CN' : 'en'
    const follows = value[other] === value[locale]
    const next = { ...value, [locale]: text, ...(follows ? { [other]: text } : {}) }
    onChange(next.en === '' && next['zh-CN'] === '' && !isRequired ? undefined : next)
  }
  return LANGUAGES.map((locale) => (
    <TemplateInput
      key={locale}
      pointer={`${pointer}/${locale}`}
      label={t('label.in', { label, language: t(`language.${locale}`) })}
      {...(help === undefined || locale === 'en' ? {} : { help })}
      isRequired={isRequired && locale === 'zh-CN'}
      object={object.name}
      {...(isMargin ? { variables: { user, page: WHOLE, pages: WHOLE } } : {})}
      more={[
        { value: 'user.name', label: t('pt.printedBy') },
        ...(isMargin
          ? [
              { value: 'page', label: t('pt.page') },
              { value: 'pages', label: t('pt.pages') },
            ]
          : []),
      ]}
      value={value[locale]}
      onChange={(text) => change(locale, text)}
    />
  ))
}
