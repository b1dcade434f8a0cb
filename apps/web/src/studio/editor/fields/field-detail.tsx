import { useTexts } from '@fieldwork/ui'

import { useStudioObjects } from '../../catalog/studio-objects.ts'
import type { Property, SelectOption } from '../../model/definitions.ts'
import { readNumberFormat, sampleKeys, sampleNumbers } from '../../model/number-format.ts'

/** What matters about a field beyond its type, in one line. */
export function FieldDetail({ property }: { property: Property }) {
  const { t, locale } = useTexts('studio')
  const objects = useStudioObjects()
  const { type, object, expression, format, options } = property['x-field']

  if (type === 'lookup' || type === 'multi-lookup' || type === 'master-detail') {
    const target = objects.find((each) => each.name === object)
    return <>→ {target?.label[locale] ?? String(object ?? '')}</>
  }
  if (type === 'roll-up') return <RollUpDetail options={property['x-field']} />
  if (type === 'formula') return <code className="st-code st-ellipsis">{String(expression ?? '')}</code>
  if (type === 'auto-number' && typeof format === 'string') {
    return <>{numberExample(format, property['x-field'])}</>
  }
  if (options !== undefined) return <>{optionWords(options, locale)}</>
  if (property.default === undefined) return null
  const value =
    type === 'boolean' ? t(property.default === true ? 'common.yes' : 'common.no') : defaultText(property.default)
  return <>{t('fields.defaultIs', { value })}</>
}

/** The first number that the format gives today. */
function numberExample(format: string, { start }: Property['x-field']): string {
  const values = Object.fromEntries(sampleKeys(readNumberFormat(format)).map(({ key }) => [key, 'ABC']))
  const date = new Date().toISOString().slice(0, 10)
  return sampleNumbers(format, { date, start: Number(start ?? 1), count: 1, values })[0] ?? format
}

/** `Sum of Amount · Line`. */
function RollUpDetail({ options }: { options: Property['x-field'] }) {
  const { t, locale } = useTexts('studio')
  const child = useStudioObjects().find((each) => each.name === options['object'])
  const of = child?.fields.find((each) => each.name === options['field'])
  const parts = [
    t(`rollUp.functions.${String(options['function'])}`),
    of?.label[locale],
    child?.label[locale] ?? String(options['object'] ?? ''),
  ]
  return <>{parts.filter(Boolean).join(' · ')}</>
}

function defaultText(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

const MAX_OPTIONS = 5

function optionWords(options: unknown, locale: 'en' | 'zh-CN'): string {
  const all = Object.values((options ?? {}) as Record<string, SelectOption>)
    .filter((option) => option.active !== false)
    .sort((a, b) => a.order - b.order)
  const words = all.slice(0, MAX_OPTIONS).map((option) => option.label?.[locale] ?? '')
  return words.join(locale === 'en' ? ', ' : '、') + (all.length > MAX_OPTIONS ? ' …' : '')
}
