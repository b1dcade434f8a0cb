import { checkExpression } from '@fieldwork/expressions'
import { useTexts } from '@fieldwork/ui'
import { Input, Select } from 'antd'
import { useRef } from 'react'

import { draftEnvironment } from '../../catalog/expression-environment.ts'
import { useStudioObjects } from '../../catalog/studio-objects.ts'
import { PointedField } from '../../conversions/pointed.tsx'
import { isObject } from '../../model/json.ts'
import { useOptionScope } from './option-context.ts'
import type { OptionProps } from './option-props.ts'
import { useOptionWords } from './use-option-words.ts'

const LANGUAGES = ['zh-CN', 'en'] as const

/** A text into which values of the run are put: `Dear {{ customer.name }}`. */
export function TemplateOption({ name, pointer, schema, value, isRequired, onChange }: OptionProps) {
  const { label, help } = useOptionWords()(name, schema)
  return (
    <TemplateInput
      {...{ pointer, label, isRequired }}
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
      {...(help === undefined || locale === 'en' ? {} : { help })}
      value={String(texts[locale] ?? '')}
      onChange={(text) => change(locale, text)}
    />
  ))
}

interface InputProps {
  pointer: string
  label: string
  help?: string
  isRequired: boolean
  value: string
  onChange: (text: string) => void
}

function TemplateInput({ pointer, label, help, isRequired, value, onChange }: InputProps) {
  const { t, locale } = useTexts('studio')
  const wrong = useWrongPart(value)
  const fields = useInsertable()
  const cursor = useRef<number | null>(null)
  const insert = (name: string): void => {
    const at = cursor.current ?? value.length
    onChange(`${value.slice(0, at)}{{ ${name} }}${value.slice(at)}`)
    cursor.current = null
  }
  return (
    <>
      <PointedField pointer={pointer} label={label} help={help} isRequired={isRequired}>
        {(id) => (
          <div className="st-wf-template">
            <Input.TextArea
              id={id}
              value={value}
              autoSize={{ minRows: 1, maxRows: 8 }}
              onChange={(event) => onChange(event.target.value)}
              onBlur={(event) => (cursor.current = event.target.selectionStart)}
            />
            <Select
              size="small"
              className="st-wf-insert"
              aria-label={t('wf.insertInto', { label })}
              placeholder={t('wf.insert')}
              value={null}
              showSearch={{ optionFilterProp: 'label' }}
              popupMatchSelectWidth={240}
              options={fields.map((field) => ({ value: field.name, label: field.label[locale] }))}
              onChange={(name: string | null) => (name === null ? undefined : insert(name))}
            />
          </div>
        )}
      </PointedField>
      {wrong === null ? null : (
        <p className="st-error" role="alert">
          {wrong}
        </p>
      )}
    </>
  )
}

function useInsertable() {
  const { object } = useOptionScope()
  const objects = useStudioObjects()
  return objects.find(({ name }) => name === object)?.fields ?? []
}

/** What is wrong with the first part in braces that is; null: all are fine. */
function useWrongPart(value: string): string | null {
  const { locale } = useTexts()
  const { object, variables } = useOptionScope()
  const objects = useStudioObjects()
  for (const [, source = ''] of value.matchAll(/\{\{([\s\S]*?)\}\}/g)) {
    const result = checkExpression(source.trim(), draftEnvironment(objects, object, variables))
    if (!result.ok) return result.problems.map(({ message }) => message[locale]).join(' ')
  }
  return null
}
