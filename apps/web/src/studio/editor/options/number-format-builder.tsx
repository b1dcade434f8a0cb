import { CloseOutlined, PlusOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import { Button, Dropdown, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'

import type { CatalogField } from '../../catalog/types.ts'
import {
  checkNumberFormat,
  DATE_TOKENS,
  previewNumber,
  readNumberFormat,
  writeNumberFormat,
} from '../../model/number-format.ts'
import type { NumberPart, NumberReset } from '../../model/number-format.ts'
import { FormField } from '../../parts/form-field.tsx'

const RESETS: NumberReset[] = ['never', 'year', 'month', 'day']

/** Builds an auto-number's format from pieces and shows the number it gives. */
export function NumberFormatBuilder(props: {
  format: string
  reset: NumberReset
  onChange: (format: string, reset: NumberReset) => void
  /** fields whose values may be part of the number */
  fields: CatalogField[]
}) {
  const { t, locale } = useTexts('studio')
  const { reset, onChange } = props
  const [parts, setParts] = useState<NumberPart[]>(() => readNumberFormat(props.format))
  const problem = checkNumberFormat(parts, reset)
  const change = (next: NumberPart[]): void => {
    setParts(next)
    onChange(writeNumberFormat(next), reset)
  }
  const replace = (index: number, part: NumberPart): void =>
    change(parts.map((each, position) => (position === index ? part : each)))

  return (
    <div className="st-number-format">
      <div className="st-parts" role="group" aria-label={t('number.parts')}>
        {parts.map((part, index) => (
          <div key={`${index}-${part.kind}`} className={`st-part st-part-${part.kind}`}>
            <PartInput part={part} fields={props.fields} locale={locale} onChange={(next) => replace(index, next)} />
            <button
              type="button"
              className="st-part-remove"
              aria-label={t('number.removePart', { part: t(`number.${part.kind}`) })}
              onClick={() => change(parts.filter((_, position) => position !== index))}
            >
              <CloseOutlined />
            </button>
          </div>
        ))}
        <AddPart fields={props.fields} onAdd={(part) => change([...parts, part])} />
      </div>
      <div className="st-pair">
        <FormField label={t('number.reset')} error={problem === null ? null : t(`number.problem.${problem}`)}>
          {(id) => (
            <Select
              id={id}
              value={reset}
              options={RESETS.map((value) => ({ value, label: t(`number.resets.${value}`) }))}
              onChange={(next) => onChange(writeNumberFormat(parts), next)}
            />
          )}
        </FormField>
        <div className="st-number-preview" aria-live="polite">
          <span className="st-label">{t('number.preview')}</span>
          <output>{previewNumber(parts, { date: new Date(), sequence: 1, fieldText: 'ABC' })}</output>
        </div>
      </div>
    </div>
  )
}

function PartInput(props: {
  part: NumberPart
  fields: CatalogField[]
  locale: 'en' | 'zh-CN'
  onChange: (part: NumberPart) => void
}) {
  const { t } = useTexts('studio')
  const { part, onChange } = props
  if (part.kind === 'text') {
    return (
      <Input
        aria-label={t('number.text')}
        value={part.text}
        style={{ width: `${Math.max(5, part.text.length + 4)}ch` }}
        onChange={(event) => onChange({ ...part, text: event.target.value })}
      />
    )
  }
  if (part.kind === 'date') {
    const options = DATE_TOKENS.map((value) => ({ value, label: t(`number.tokens.${value}`) }))
    return (
      <Select
        aria-label={t('number.date')}
        value={part.token}
        options={options}
        popupMatchSelectWidth={false}
        onChange={(token) => onChange({ ...part, token })}
      />
    )
  }
  if (part.kind === 'field') {
    const options = props.fields.map((field) => ({ value: field.name, label: field.label[props.locale] }))
    return (
      <Select
        aria-label={t('number.field')}
        value={part.field}
        options={options}
        popupMatchSelectWidth={false}
        onChange={(field) => onChange({ ...part, field })}
      />
    )
  }
  return (
    <InputNumber
      aria-label={t('number.sequence')}
      min={1}
      max={15}
      value={part.width}
      prefix={t('number.sequence')}
      suffix={t('number.digits')}
      style={{ width: 156 }}
      onChange={(width) => onChange({ ...part, width: width ?? 4 })}
    />
  )
}

function AddPart({ fields, onAdd }: { fields: CatalogField[]; onAdd: (part: NumberPart) => void }) {
  const { t } = useTexts('studio')
  const parts: Record<string, NumberPart> = {
    text: { kind: 'text', text: '-' },
    date: { kind: 'date', token: 'yyyy' },
    sequence: { kind: 'sequence', width: 4 },
    ...(fields[0] ? { field: { kind: 'field', field: fields[0].name } } : {}),
  }
  const items = Object.keys(parts).map((key) => ({ key, label: t(`number.${key}`) }))
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items,
        onClick: ({ key }) => {
          const part = parts[key]
          if (part) onAdd(part)
        },
      }}
    >
      <Button type="dashed" icon={<PlusOutlined />}>
        {t('number.add')}
      </Button>
    </Dropdown>
  )
}
