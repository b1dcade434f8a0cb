import { checkExpression } from '@fieldwork/expressions'
import type { ExprType } from '@fieldwork/expressions'
import { useTexts } from '@fieldwork/ui'
import { Input, Select } from 'antd'
import { useRef } from 'react'

import { draftEnvironment } from '../catalog/expression-environment.ts'
import { useStudioObjects } from '../catalog/studio-objects.ts'
import { useProblemAt } from '../conversions/pointed.tsx'
import { FormField } from './form-field.tsx'

interface TemplateInputProps {
  pointer: string
  label: string
  help?: string
  isRequired: boolean
  /** whose fields can be put in; null: none */
  object: string | null
  /** what other names mean in braces; `user` and `old` when left out */
  variables?: Record<string, ExprType>
  /** names besides the fields that can be put in */
  more?: readonly { value: string; label: string }[]
  value: string
  onChange: (text: string) => void
}

/** A text into which values are put between braces: `Dear {{ customer.name }}`. */
export function TemplateInput(props: TemplateInputProps) {
  const { pointer, label, help, isRequired, object, variables, more = [], value, onChange } = props
  const { t, locale } = useTexts('studio')
  const wrong = useWrongPart(value, { object, variables })
  const problem = useProblemAt(pointer)
  const fields = useStudioObjects().find(({ name }) => name === object)?.fields ?? []
  const cursor = useRef<number | null>(null)
  const insert = (name: string): void => {
    const at = cursor.current ?? value.length
    onChange(`${value.slice(0, at)}{{ ${name} }}${value.slice(at)}`)
    cursor.current = null
  }
  return (
    <div data-pointer={pointer} className="st-pointed">
      <FormField label={label} help={help} isRequired={isRequired} error={wrong ?? problem}>
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
              options={[...fields.map((field) => ({ value: field.name, label: field.label[locale] })), ...more]}
              onChange={(name: string | null) => (name === null ? undefined : insert(name))}
            />
          </div>
        )}
      </FormField>
    </div>
  )
}

/** What is wrong with the first part in braces that is; null: all are fine. */
function useWrongPart(
  value: string,
  { object, variables }: { object: string | null; variables: Record<string, ExprType> | undefined },
): string | null {
  const { locale } = useTexts()
  const objects = useStudioObjects()
  for (const [, source = ''] of value.matchAll(/\{\{([\s\S]*?)\}\}/g)) {
    const result = checkExpression(source.trim(), draftEnvironment(objects, object, variables))
    if (!result.ok) return result.problems.map(({ message }) => message[locale]).join(' ')
  }
  return null
}
