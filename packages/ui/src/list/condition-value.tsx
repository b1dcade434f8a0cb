import type { FilterKind, Json } from '@fieldwork/fields'
import type { FieldShape, ReferenceValue } from '@fieldwork/fields/ui'
import { orderedOptions, ownOption, shownType, useFieldServices, widgetOf } from '@fieldwork/fields/ui'
import { Select } from 'antd'

import { useTexts } from '../texts/i18n.ts'
import { useReferenceNames } from '../values/reference-name.ts'
import { isRelated } from './filter-expression.ts'
import type { FilterOperator, FilterValue } from './filter-expression.ts'
import { valueKind } from './filter-operators.ts'
import { PERIODS } from './filter-periods.ts'

interface ValueProps {
  field: FieldShape
  operator: FilterOperator
  value: FilterValue
  onChange: (value: FilterValue) => void
}

/** What a condition compares with: one value, several, a range, a period or a number of days. */
export function ConditionValue(props: ValueProps) {
  const { field, operator } = props
  switch (valueKind(operator)) {
    case 'several':
      return field.reference ? <SeveralRecords {...props} /> : <SeveralOptions {...props} />
    case 'objects':
      return <SeveralObjects {...props} />
    case 'range':
      return <Range {...props} />
    case 'period':
      return <PeriodChoice {...props} />
    case 'days':
      return <OneValue {...props} field={{ ...field, type: 'integer', widget: 'integer' }} />
    case 'one':
      return <OneValue {...props} field={valueShape(field)} />
  }
}

function OneValue(props: Omit<ValueProps, 'operator'> & { id?: string; label?: string; isFirst?: boolean }) {
  const { field, value, onChange, id = 'fw-condition-value', isFirst = true } = props
  const { t } = useTexts()
  const references = useChosenRecords(field, value)
  const Widget = widgetOf(field)
  return (
    <Widget
      id={id}
      field={field}
      value={value}
      reference={references[0] ?? null}
      references={references}
      onChange={(next) => onChange(comparedWith(next, field))}
      disabled={false}
      invalid={false}
      autoFocus={isFirst}
      placeholder={props.label ?? t('list.value')}
    />
  )
}

/** What the records of a condition that is there already are called. */
function useChosenRecords(field: FieldShape, value: FilterValue): ReferenceValue[] {
  const related = isRelated(value) ? value : null
  const object = related?.object ?? field.reference
  const ids = related ? [related.id] : object ? (Array.isArray(value) ? value : [value]).map(String) : []
  const names = useReferenceNames(object, value === null ? [] : ids)
  return names.map((label, index) => ({ id: ids[index] ?? '', label }))
}

const listOf = (value: FilterValue): string[] => (Array.isArray(value) ? value.map(String) : [])

function SeveralOptions({ field, value, onChange }: ValueProps) {
  const options = orderedOptions(field).map(({ value: key, option }) => ({ value: key, label: option.label }))
  return <Several options={options} value={value} onChange={onChange} />
}

function SeveralObjects({ field, value, onChange }: ValueProps) {
  const { objects } = useFieldServices()
  const named = ownOption(field, 'objects')
  const choices = objects(Array.isArray(named) ? named.map(String) : null)
  const options = choices.map(({ name, label }) => ({ value: name, label }))
  return <Several options={options} value={value} onChange={onChange} />
}

function Several(props: Pick<ValueProps, 'value' | 'onChange'> & { options: { value: string; label: string }[] }) {
  const { t } = useTexts()
  return (
    <Select
      mode="multiple"
      aria-label={t('list.value')}
      className="fw-block"
      autoFocus
      showSearch={{ optionFilterProp: 'label' }}
      placeholder={t('list.chooseValues')}
      value={listOf(props.value)}
      options={props.options}
      onChange={(keys: string[]) => props.onChange(keys)}
    />
  )
}

function SeveralRecords({ field, value, onChange }: ValueProps) {
  const { t } = useTexts()
  const shape: FieldShape = { ...field, type: 'multi-lookup', widget: 'multi-lookup', property: null }
  const change = (next: FilterValue): void => onChange(next ?? [])
  return <OneValue field={shape} value={listOf(value)} onChange={change} label={t('list.chooseValues')} />
}

function PeriodChoice({ value, onChange }: ValueProps) {
  const { t } = useTexts()
  return (
    <Select
      aria-label={t('list.value')}
      className="fw-block"
      autoFocus
      defaultOpen={value === null}
      placeholder={t('list.choosePeriod')}
      value={typeof value === 'string' ? value : null}
      options={PERIODS.map((period) => ({ value: period, label: t(`period.${period}`) }))}
      onChange={(period: string) => onChange(period)}
    />
  )
}

function Range({ field, value, onChange }: ValueProps) {
  const { t } = useTexts()
  const shape = valueShape(field)
  const [from = null, to = null] = Array.isArray(value) ? value : []
  const set = (ends: FilterValue[]): void => onChange(ends as (string | number)[])
  return (
    <div className="fw-range">
      <OneValue field={shape} value={from} onChange={(next) => set([next, to])} label={t('list.rangeFrom')} />
      <OneValue
        id="fw-condition-until"
        isFirst={false}
        field={shape}
        value={to}
        onChange={(next) => set([from, next])}
        label={t('list.rangeTo')}
      />
    </div>
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

/** Whether there is something to compare with; a range needs both ends. */
export function isWhole(operator: FilterOperator, value: FilterValue): boolean {
  if (valueKind(operator) === 'range') return Array.isArray(value) && value.length === 2 && value.every(isSaid)
  return isSaid(value) && !(Array.isArray(value) && value.length === 0)
}

const isSaid = (value: FilterValue): boolean => value !== null && value !== ''
