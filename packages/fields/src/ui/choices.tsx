import type { FieldShape } from './field-shape.ts'
import { OptionPill } from './option-pill.tsx'

/** The options chosen, as pills side by side. */
export function Choices({ field, value }: { field: FieldShape; value: unknown }) {
  return (
    <span className="fw-choices">
      {keysOf(value).map((key) => (
        <OptionPill
          key={key}
          option={{ color: 'default', ...(field.options?.[key] ?? { label: key }) }}
          fallback={key}
        />
      ))}
    </span>
  )
}

/** The options chosen, as a text. */
export function choicesText(field: FieldShape, value: unknown, locale: 'en' | 'zh-CN'): string {
  return keysOf(value)
    .map((key) => field.options?.[key]?.label ?? key)
    .join(locale === 'en' ? ', ' : '、')
}

/** The keys of a value; a single one counts as a list of one. */
export function keysOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.map(String)
  return typeof value === 'string' && value !== '' ? [value] : []
}
