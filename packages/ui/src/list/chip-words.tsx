import { FieldValue, useFieldServices, valueText } from '@fieldwork/fields/ui'
import type { FieldShape } from '@fieldwork/fields/ui'

import { useTexts } from '../texts/i18n.ts'
import { useReferenceName, useReferenceNames } from '../values/reference-name.ts'
import { isCondition, isRelated } from './filter-expression.ts'
import type { FilterCondition, FilterPart } from './filter-expression.ts'
import { takesValue, toldAs, valueKind } from './filter-operators.ts'

/** values that a chip names one by one */
const MOST_NAMED = 3

/** A filter in words: field, comparison and what it compares with. */
export function ChipWords({ part, fields }: { part: FilterPart; fields: FieldShape[] }) {
  const { t } = useTexts()
  if (!isCondition(part)) return <code className="fw-ellipsis">{part.expression}</code>
  const field = fields.find((each) => each.name === part.path)
  const isToldByOperator = valueKind(part.operator) === 'days'
  return (
    <span className="fw-ellipsis">
      <span className="fw-chip-field">{field?.label ?? part.path}</span>{' '}
      {t(`operator.${toldAs(part.operator, field)}`, { value: part.value })}{' '}
      {takesValue(part.operator) && !isToldByOperator ? (
        <b>
          <ChipValue condition={part} field={field} />
        </b>
      ) : null}
    </span>
  )
}

function ChipValue({ condition, field }: ValueProps) {
  const { t } = useTexts()
  const { value, operator } = condition
  if (operator === 'period') return t(`period.${String(value)}`)
  if (operator === 'ofObject') return <ObjectNames condition={condition} />
  if (isRelated(value)) return <RecordName object={value.object} id={value.id} />
  if (operator === 'between') return <RangeText condition={condition} field={field} />
  if (field?.reference) return <RecordNames object={field.reference} condition={condition} />
  // a code is told by its name, which has to be looked up
  if (field?.presentation?.filter === 'prefix') return <FieldValue field={field} value={value} />
  return <Texts condition={condition} field={field} />
}

const valuesOf = ({ value }: FilterCondition): unknown[] => (Array.isArray(value) ? value : [value])

interface ValueProps {
  condition: FilterCondition
  field: FieldShape | undefined
}

/** Values of conditions are days, so they are in no zone. */
function useValueText(field: FieldShape | undefined): (value: unknown) => string {
  const { locale } = useTexts()
  return (value) => (field ? valueText(field, value, { locale, timeZone: 'UTC' }) : String(value))
}

function Texts({ condition, field }: ValueProps) {
  return <Listed words={valuesOf(condition).map(useValueText(field))} />
}

function RangeText({ condition, field }: ValueProps) {
  const { t } = useTexts()
  const textOf = useValueText(field)
  const [from, to] = valuesOf(condition)
  return t('list.and', { from: textOf(from), to: textOf(to) })
}

function RecordName({ object, id }: { object: string; id: string }) {
  return useReferenceName(object, id)
}

function RecordNames({ object, condition }: { object: string; condition: FilterCondition }) {
  const names = useReferenceNames(object, valuesOf(condition).slice(0, MOST_NAMED))
  return <Listed words={names} total={valuesOf(condition).length} />
}

function ObjectNames({ condition }: { condition: FilterCondition }) {
  const { objects } = useFieldServices()
  const names = valuesOf(condition).map(String)
  const known = objects(names)
  return <Listed words={names.map((name) => known.find((each) => each.name === name)?.label ?? name)} />
}

function Listed({ words, total = words.length }: { words: string[]; total?: number }) {
  const { t, locale } = useTexts()
  const shown = words.slice(0, MOST_NAMED)
  const text = shown.join(locale === 'en' ? ', ' : '、')
  const more = total - shown.length
  return more > 0 ? `${text} ${t('list.more', { count: more, total })}` : text
}
