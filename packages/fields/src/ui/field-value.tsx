import type { ReactNode } from 'react'

import { addedTypes } from './added-types.ts'
import type { FieldShape } from './field-shape.ts'
import { ownOption, referenceOf, referencesOf, relatedOf } from './field-shape.ts'
import { decimalText, formatNumber, roundDecimal } from '../number-text.ts'
import { OptionPill } from './option-pill.tsx'
import { Person } from './person.tsx'
import { referenceText } from './reference-text.ts'
import type { FieldServices } from './services.tsx'
import { useFieldServices } from './services.tsx'
import { widgetText } from './texts.ts'
import { typeViews } from './type-views.tsx'
import { formatMoment, formatRelative } from './zoned-time.ts'

type Cell = (input: { value: unknown; field: FieldShape; services: FieldServices }) => ReactNode

const NUMERIC = new Set(['integer', 'decimal', 'money', 'percent'])
/** decimals of numbers that state none: those a formula gives */
const DECIMALS: Record<string, number> = { integer: 0, decimal: 6, money: 2, percent: 2 }
/** the workspace's own, which goes without saying */
const USUAL_CURRENCY = 'CNY'

/** True where a field's values stand at the right, in figures of equal width. */
export function isNumeric(field: FieldShape, value?: unknown): boolean {
  return NUMERIC.has(shownType(field)) || (field.type === 'formula' && typeof value === 'number')
}

/** A formula or roll-up is shown as what it gives: money with its decimals, a share with %. */
export function shownType(field: FieldShape): string {
  if (field.type === 'roll-up') return rollUpShape(field).type
  const result = field.type === 'formula' ? ownOption(field, 'result') : undefined
  return typeof result === 'string' ? result : field.type
}

/** The field that values of a roll-up look like. */
function rollUpShape(field: FieldShape): FieldShape {
  const result = ownOption(field, 'result')
  if (!result || typeof result !== 'object' || Array.isArray(result) || typeof result.type !== 'string') return field
  return { ...field, type: result.type, property: { 'x-field': result } }
}

const asShown = (field: FieldShape): FieldShape => (field.type === 'roll-up' ? rollUpShape(field) : field)

interface FieldValueProps {
  field: FieldShape
  value: unknown
  /** there is one line for it: a text of several blocks is shown as its words */
  inLine?: boolean
}

/** A value as people read it: pills, links, people, separated figures, dates. Nothing for an empty one. */
export function FieldValue({ value, inLine = false, ...given }: FieldValueProps) {
  if (value === null || value === undefined || value === '') return null
  const Added = addedTypes.get(given.field.type)?.Show
  return Added ? (
    <Added field={given.field} value={value} inLine={inLine} />
  ) : (
    <BaseValue {...{ ...given, value, inLine }} />
  )
}

/** The same without the components of plugins. */
export function BaseValue({ value, inLine = false, ...given }: FieldValueProps) {
  const field = asShown(given.field)
  const services = useFieldServices()
  if (inLine && typeViews[shownType(field)]?.isBlock) return <>{valueText(field, value, services)}</>
  return <>{(cells[shownType(field)] ?? typeViews[shownType(field)]?.show ?? anyCell)({ value, field, services })}</>
}

/** A value as plain text, e.g. for the history. */
export function valueText(
  given: FieldShape,
  value: unknown,
  services: Pick<FieldServices, 'locale' | 'timeZone'>,
): string {
  if (value === null || value === undefined || value === '') return ''
  const field = asShown(given)
  const text = typeViews[shownType(field)]?.text
  if (text) return text({ value, field, locale: services.locale })
  if (typeof value === 'boolean') return widgetText(services.locale, value ? 'yes' : 'no')
  if (field.type === 'select') return field.options?.[String(value)]?.label ?? String(value)
  if (NUMERIC.has(shownType(field))) return numberText(field, value)
  if (shownType(field) === 'date-time') return formatMoment(value, services.timeZone)
  if (Array.isArray(value) && referencesOf(value).length === value.length)
    return value.map((each) => referenceText(each, services.locale)).join(', ')
  const reference = typeof value === 'object' ? referenceOf(value) : null
  if (reference) return referenceText(value, services.locale)
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

const textCell: Cell = ({ value }) => String(value)

const linkCell =
  (scheme: string): Cell =>
  ({ value }) => (
    <a
      href={scheme + String(value)}
      {...(scheme === '' ? { target: '_blank', rel: 'noreferrer' } : {})}
      onClick={(event) => event.stopPropagation()}
    >
      {String(value)}
    </a>
  )

const numberCell: Cell = ({ value, field }) => <span className="fw-number">{numberText(field, value)}</span>

const booleanCell: Cell = ({ value, services }) => (
  <span className={`fw-pill ${value === true ? 'fw-yes' : 'fw-no'}`}>
    {widgetText(services.locale, value === true ? 'yes' : 'no')}
  </span>
)

const lookupCell: Cell = ({ value, field, services }) => {
  const reference = referenceOf(value)
  if (!reference) return null
  const { RecordLink, locale } = services
  const text = referenceText(value, locale)
  // what cannot be seen cannot be opened either
  if (reference.label === null) return <span className="fw-faint">{text}</span>
  return (
    <RecordLink object={field.reference ?? ''} id={reference.id}>
      {text}
    </RecordLink>
  )
}

const multiLookupCell: Cell = ({ value, field, services }) => (
  <span className="fw-references">
    {referencesOf(value).map((reference) => (
      <span key={reference.id} className="fw-references-item">
        {lookupCell({ value: reference, field, services })}
      </span>
    ))}
  </span>
)

const relatedCell: Cell = ({ value, field, services }) => {
  const related = relatedOf(value)
  if (!related) return null
  const [object] = services.objects([related.object])
  return (
    <span className="fw-references">
      <span className="fw-reference-second">{object?.label ?? related.object}</span>
      {lookupCell({ value: related, field: { ...field, reference: related.object }, services })}
    </span>
  )
}

const personCell: Cell = ({ value, services }) => {
  const reference = referenceOf(value)
  if (!reference) return null
  if (reference.label === null) return <span className="fw-faint">{referenceText(value, services.locale)}</span>
  return <Person name={reference.label} />
}

const momentCell: Cell = ({ value, services }) => (
  <time dateTime={String(value)} title={formatRelative(value, services.locale)} className="fw-number">
    {formatMoment(value, services.timeZone)}
  </time>
)

const anyCell: Cell = (input) => {
  const { value } = input
  if (typeof value === 'boolean') return booleanCell(input)
  if (typeof value === 'number') return numberCell(input)
  if (typeof value === 'object') return personCell(input)
  return isMoment(value) ? momentCell(input) : textCell(input)
}

const cells: Record<string, Cell> = {
  text: textCell,
  'long-text': ({ value }) => <span className="fw-long-text">{String(value)}</span>,
  email: linkCell('mailto:'),
  phone: linkCell('tel:'),
  url: linkCell(''),
  integer: numberCell,
  decimal: numberCell,
  money: numberCell,
  percent: numberCell,
  boolean: booleanCell,
  date: ({ value }) => <span className="fw-number">{String(value)}</span>,
  'date-time': momentCell,
  select: ({ value, field }) => <OptionPill option={field.options?.[String(value)]} fallback={String(value)} />,
  lookup: (input) => (input.field.reference === 'user' ? personCell(input) : lookupCell(input)),
  'master-detail': lookupCell,
  department: lookupCell,
  'multi-lookup': multiLookupCell,
  'polymorphic-lookup': relatedCell,
  user: personCell,
  'auto-number': ({ value }) => <span className="fw-number">{String(value)}</span>,
}

function numberText(field: FieldShape, value: unknown): string {
  const text = decimalText(value)
  if (text === null) return String(value)
  const type = shownType(field)
  const scale = ownOption(field, 'scale')
  const decimals = typeof scale === 'number' ? scale : (DECIMALS[type] ?? 0)
  const rounded = roundDecimal(text, decimals)
  if (type === 'money') return currencyPrefix(field) + formatNumber(rounded, decimals)
  return formatNumber(withoutZeros(rounded)) + (type === 'percent' ? '%' : '')
}

function withoutZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}

function currencyPrefix(field: FieldShape): string {
  const currency = ownOption(field, 'currency')
  return typeof currency === 'string' && currency !== USUAL_CURRENCY ? `${currency} ` : ''
}

function isMoment(value: unknown): boolean {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value)
}
