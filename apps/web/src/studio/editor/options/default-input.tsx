import { useTexts } from '@fieldwork/ui'
import { Button, Input, InputNumber, Segmented, Select } from 'antd'
import { useState } from 'react'

import { DraftExpression } from '../../catalog/draft-expression.tsx'
import type { CatalogFieldType } from '../../catalog/types.ts'
import type { SelectOption } from '../../model/definitions.ts'
import { FormField } from '../../parts/form-field.tsx'
import type { FieldForm } from '../fields/use-field-form.ts'
import type { ObjectEditing } from '../object-editing.ts'

type Mode = 'none' | 'constant' | 'expression'

/** Types of which any text is a value, so that an expression cannot be told from one. */
const TEXTS: ReadonlySet<string> = new Set(['text', 'long-text', 'email', 'phone', 'url'])
const REFERENCES: ReadonlySet<string> = new Set(['lookup', 'user'])
const NUMBERS: ReadonlySet<string> = new Set(['integer', 'decimal', 'money', 'percent'])
const EXAMPLES: Record<string, string[]> = {
  date: ['today()', 'addDays(today(), 14)'],
  'date-time': ['now()'],
  user: ['user'],
}

/** The value of a field in a new record: none, always the same, or computed at that moment. */
export function DefaultInput(props: { type: CatalogFieldType; form: FieldForm; editing: ObjectEditing }) {
  const { t } = useTexts('studio')
  const { form, type } = props
  const [mode, setMode] = useState<Mode>(() => modeOf(type.name, form))
  const modes = modesOf(type.name)
  const change = (next: Mode): void => {
    setMode(next)
    form.setKeywords({ default: undefined })
  }
  return (
    <FormField label={t('default.label')} help={mode === 'expression' ? t('default.expressionHelp') : undefined}>
      {(id) => (
        <div className="st-default">
          <Segmented<Mode>
            value={mode}
            onChange={change}
            aria-label={t('default.label')}
            options={modes.map((value) => ({ value, label: t(`default.${value}`) }))}
          />
          {mode === 'constant' ? <ConstantInput id={id} form={form} type={type.name} /> : null}
          {mode === 'expression' ? <ExpressionDefault id={id} {...props} /> : null}
        </div>
      )}
    </FormField>
  )
}

function modesOf(type: string): Mode[] {
  if (TEXTS.has(type)) return ['none', 'constant']
  if (REFERENCES.has(type) || type === 'date' || type === 'date-time') return ['none', 'expression']
  return ['none', 'constant', 'expression']
}

function modeOf(type: string, { property }: FieldForm): Mode {
  const value = property.default
  if (value === undefined) return 'none'
  if (!modesOf(type).includes('constant')) return 'expression'
  if (typeof value !== 'string' || TEXTS.has(type)) return 'constant'
  const options = property['x-field']['options'] as Record<string, unknown> | undefined
  return options && Object.hasOwn(options, value) ? 'constant' : 'expression'
}

function ConstantInput({ id, form, type }: { id: string; form: FieldForm; type: string }) {
  const { t, locale } = useTexts('studio')
  const value = form.property.default
  const set = (next: unknown): void => form.setKeywords({ default: next === '' || next === null ? undefined : next })
  if (NUMBERS.has(type)) {
    return <InputNumber id={id} className="st-wide" value={(value ?? null) as number | null} onChange={set} />
  }
  if (type === 'boolean') {
    const options = [true, false].map((each) => ({ value: each, label: t(each ? 'common.yes' : 'common.no') }))
    return <Select id={id} className="st-wide" value={value as boolean | undefined} options={options} onChange={set} />
  }
  if (type === 'select') {
    const entries = Object.entries((form.property['x-field']['options'] ?? {}) as Record<string, SelectOption>)
    const options = entries.map(([key, option]) => ({ value: key, label: option.label[locale] || key }))
    return <Select id={id} className="st-wide" value={value as string | undefined} options={options} onChange={set} />
  }
  return <Input id={id} value={String(value ?? '')} onChange={(event) => set(event.target.value)} />
}

function ExpressionDefault({ id, form, type, editing }: Parameters<typeof DefaultInput>[0] & { id: string }) {
  const { t } = useTexts('studio')
  const value = String(form.property.default ?? '')
  const set = (next: string): void => form.setKeywords({ default: next === '' ? undefined : next })
  return (
    <>
      <DraftExpression
        id={id}
        label={t('default.expressionLabel')}
        object={editing.object.name}
        value={value}
        onChange={set}
        minRows={1}
      />
      <div className="st-examples">
        {(EXAMPLES[type.name] ?? []).map((example) => (
          <Button key={example} size="small" type="dashed" onClick={() => set(example)}>
            <code>{example}</code>
          </Button>
        ))}
      </div>
    </>
  )
}
