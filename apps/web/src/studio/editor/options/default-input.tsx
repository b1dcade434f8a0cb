import { FieldInput, useTexts } from '@fieldwork/ui'
import { Button, Segmented, Select } from 'antd'
import { useState } from 'react'

import { DraftExpression } from '../../catalog/draft-expression.tsx'
import type { CatalogFieldType } from '../../catalog/types.ts'
import { FormField } from '../../parts/form-field.tsx'
import { ExpressionTrial } from '../../trial/expression-trial.tsx'
import { choicesOf } from '../../designer/preview-schema.ts'
import type { FieldForm } from '../fields/use-field-form.ts'
import type { ObjectEditing } from '../object-editing.ts'

type Mode = 'none' | 'constant' | 'expression'

/** A value rather than an expression: a key, a code, a time, a colour. */
const WORD = /^[\w#:./-]+$/
const EXAMPLES: Record<string, string[]> = {
  date: ['today()', 'addDays(today(), 14)'],
  'date-time': ['now()'],
  user: ['user'],
}

/** The value of a field in a new record: none, always the same, or computed at that moment. */
export function DefaultInput(props: { type: CatalogFieldType; form: FieldForm; editing: ObjectEditing }) {
  const { t } = useTexts('studio')
  const { form, type } = props
  const [mode, setMode] = useState<Mode>(() => modeOf(type, form))
  const modes = modesOf(type)
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
          {mode === 'constant' ? <ConstantInput id={id} form={form} type={type} /> : null}
          {mode === 'expression' ? <ExpressionDefault id={id} {...props} /> : null}
        </div>
      )}
    </FormField>
  )
}

/** Types of which any text is a value, so that an expression cannot be told from one. */
function isAnyText({ expression, searchable }: CatalogFieldType): boolean {
  return expression.kind === 'text' && searchable
}

function modesOf(type: CatalogFieldType): Mode[] {
  const { kind } = type.expression
  if (isAnyText(type) || kind === 'list' || kind === 'struct') return ['none', 'constant']
  if (kind === 'record' || kind === 'date' || kind === 'datetime') return ['none', 'expression']
  return ['none', 'constant', 'expression']
}

function modeOf(type: CatalogFieldType, { property }: FieldForm): Mode {
  const value = property.default
  if (value === undefined) return 'none'
  if (!modesOf(type).includes('constant')) return 'expression'
  if (typeof value !== 'string' || isAnyText(type)) return 'constant'
  const options = property['x-field']['options'] as Record<string, unknown> | undefined
  const isConstant = options && !type.widget.startsWith('cascading') ? Object.hasOwn(options, value) : WORD.test(value)
  return isConstant ? 'constant' : 'expression'
}

function ConstantInput({ id, form, type }: { id: string; form: FieldForm; type: CatalogFieldType }) {
  const { t, locale } = useTexts('studio')
  const value = form.property.default
  const set = (next: unknown): void => form.setKeywords({ default: next === '' || next === null ? undefined : next })
  if (type.expression.kind === 'boolean') {
    const options = [true, false].map((each) => ({ value: each, label: t(each ? 'common.yes' : 'common.no') }))
    return <Select id={id} className="st-wide" value={value as boolean | undefined} options={options} onChange={set} />
  }
  const { name, label, widget, presentation } = type
  const options = choicesOf(form.property['x-field']['options'], locale)
  const info = { label: label[locale], type: name, widget, options, presentation }
  return <FieldInput id={id} info={info} property={form.property} value={value} onChange={set} />
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
      <ExpressionTrial object={editing.object.name} expression={value} />
    </>
  )
}
