import { useTexts } from '@fieldwork/ui'

import { isObject } from '../../model/json.ts'
import { TemplateInput } from '../../parts/template-input.tsx'
import { useOptionScope } from './option-context.ts'
import type { OptionProps } from './option-props.ts'
import { useOptionWords } from './use-option-words.ts'

const LANGUAGES = ['zh-CN', 'en'] as const

/** A text into which values of the run are put: `Dear {{ customer.name }}`. */
export function TemplateOption({ name, pointer, schema, value, isRequired, onChange }: OptionProps) {
  const { label, help } = useOptionWords()(name, schema)
  const { object, variables } = useOptionScope()
  return (
    <TemplateInput
      {...{ pointer, label, isRequired, object, variables }}
      {...(help === undefined ? {} : { help })}
      value={typeof value === 'string' ? value : ''}
      onChange={(text) => onChange(text === '' && !isRequired ? undefined : text)}
    />
  )
}

/** The same in both languages, Chinese first; where one is not written it is the other. */
export function LocalizedOption({ name, pointer, schema, value, isRequired, onChange }: OptionProps) {
  const { t } = useTexts('studio')
  const { label, help } = useOptionWords()(name, schema)
  const { object, variables } = useOptionScope()
  const texts = isObject(value) ? value : {}
  const change = (locale: string, text: string): void => {
    const other = locale === 'en' ? 'zh-CN' : 'en'
    const was = texts[locale] ?? ''
    const follows = (texts[other] ?? '') === was
    const next = { 'zh-CN': '', en: '', ...texts, [locale]: text, ...(follows ? { [other]: text } : {}) }
    onChange(next['zh-CN'] === '' && next.en === '' && !isRequired ? undefined : next)
  }
  return LANGUAGES.map((locale) => (
    <TemplateInput
      key={locale}
      pointer={`${pointer}/${locale}`}
      label={t('label.in', { label, language: t(`language.${locale}`) })}
      isRequired={isRequired && locale === 'zh-CN'}
      {...{ object, variables }}
      {...(help === undefined || locale === 'en' ? {} : { help })}
      value={String(texts[locale] ?? '')}
      onChange={(text) => change(locale, text)}
    />
  ))
}
