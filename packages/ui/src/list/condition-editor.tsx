import type { FilterKind, Json } from '@fieldwork/fields'
import type { FieldShape } from '@fieldwork/fields/ui'
import { orderedOptions, shownType, widgetOf } from '@fieldwork/fields/ui'
import { Button, Select } from 'antd'
import { useState } from 'react'

import { useTexts } from '../texts/i18n.ts'
import type { FilterCondition, FilterOperator, FilterValue } from './filter-expression.ts'
import { operatorsOf, takesSeveral, takesValue, toldAs } from './filter-operators.ts'

/** Field, operator and value of one condition. */
export function ConditionEditor(props: {
  fields: FieldShape[]
  condition?: FilterCondition
  onApply: (condition: FilterCondition) => void
}) {
  const { fields } = props
  const { t } = useTexts()
  const [path, setPath] = useState(props.condition?.path ?? null)
  const [operator, setOperator] = useState<FilterOperator | null>(props.condition?.operator ?? null)
  const [value, setValue] = useState<FilterValue>(props.condition?.value ?? null)
  const field = fields.find((each) => each.name === path)
  const isReady = field !== undefined && operator !== null && (!takesValue(operator) || hasValue(value))

  const chooseField = (name: string): void => {
    const next = fields.find((each) => each.name === name)
    setPath(name)
    setOperator(next ? (operatorsOf(next)[0] ?? null) : null)
    setValue(next?.presentation?.filter === 'flag' ? true : null)
  }

  const apply = (): void => {
    if (isReady) props.onApply({ path: field.name, operator, value: takesValue(operator) ? value : null })
  }

  return (
    <form
      className="fw-condition"
      onSubmit={(event) => {
        event.preventDefault()
        event.stopPropagation()
        apply()
      }}
    >
      <Select
        aria-label={t('list.field')}
        className="fw-block"
        placeholder={t('list.chooseField')}
        showSearch={{ optionFilterProp: 'label' }}
        autoFocus={!props.condition}
        defaultOpen={!props.condition}
        value={path}
        options={fields.map((each) => ({ value: each.name, label: each.label }))}
        onChange={chooseField}
      />
      {field && operator ? (
        <>
          <Select
            aria-label={t('list.operator')}
            className="fw-block"
            value={operator}
            options={operatorsOf(field).map((each) => ({
              value: each,
              label: t(`operatorName.${toldAs(each, field)}`),
            }))}
            onChange={(next) => {
              setOperator(next)
              if (Array.isArray(value) !== takesSeveral(next)) setValue(null)
            }}
          />
          {takesValue(operator) ? (
            <ConditionValue field={field} operator={operator} value={value} onChange={setValue} />
          ) : null}
          <Button type="primary" htmlType="submit" disabled={!isReady} block>
            {t('list.applyFilter')}
          </Button>
        </>
      ) : null}
    </form>
  )
}

function ConditionValue(props: {
  field: FieldShape
  operator: FilterOperator
  value: FilterValue
  onChange: (value: FilterValue) => void
}) {
  const { field, operator, value, onChange } = props
  const { t } = useTexts()
  if (takesSeveral(operator)) {
    return (
      <Select
        mode="multiple"
        aria-label={t('list.value')}
        className="fw-block"
        autoFocus
        placeholder={t('list.chooseValues')}
        value={Array.isArray(value) ? value : []}
        options={orderedOptions(field).map(({ value: key, option }) => ({ value: key, label: option.label }))}
        onChange={(keys: string[]) => onChange(keys)}
      />
    )
  }
  const shape = operator === 'lastDays' ? { ...field, type: 'integer', widget: 'integer' } : valueShape(field)
  const Widget = widgetOf(shape)
  return (
    <Widget
      id="fw-condition-value"
      field={shape}
      value={value}
      onChange={(next) => onChange(comparedWith(next, field))}
      disabled={false}
      invalid={false}
      autoFocus
      placeholder={t('list.value')}
    />
  )
}

/** what conditions are entered with where the field's own widget says more than they compare */
const PLAIN_TYPES: Partial<Record<FilterKind, string>> = { text: 'text', day: 'date', flag: 'boolean' }

/** Conditions on moments are by day, on texts by a line, on computed ones as what they give. */
function valueShape(field: FieldShape): FieldShape {
  const filter = field.presentation?.filter ?? 'text'
  if (filter === 'path' || filter === 'prefix') return ofAnyLevel(field)
  const type = PLAIN_TYPES[filter] ?? shownType(field)
  return type === field.type ? field : { ...field, type, widget: type }
}

/** A branch of a tree can be asked for, also where only its ends can be chosen. */
function ofAnyLevel(field: FieldShape): FieldShape {
  const own = field.property?.['x-field'] as Record<string, Json> | undefined
  return { ...field, property: { ...field.property, 'x-field': { ...own, anyLevel: true } } }
}

/** A code stands for everything below it by the digits it begins with. */
function comparedWith(value: unknown, field: FieldShape): FilterValue {
  if (field.presentation?.filter === 'prefix' && typeof value === 'string') return value.replace(/(00)+$/, '')
  return (value ?? null) as FilterValue
}

function hasValue(value: FilterValue): boolean {
  return value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)
}
