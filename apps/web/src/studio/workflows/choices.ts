import type { ObjectDefinition } from '../model/definitions.ts'

/** A value of a field and what it is called. */
export interface Choice {
  value: string
  label: string
}

/** The values of a field with options; none for any other. */
export function choicesOf(
  object: ObjectDefinition | null,
  field: string | undefined,
  locale: 'en' | 'zh-CN',
): Choice[] {
  const options = field === undefined ? undefined : object?.properties[field]?.['x-field']['options']
  if (typeof options !== 'object' || options === null) return []
  return Object.entries(options as Record<string, { label?: Record<string, string> }>).map(([value, { label }]) => ({
    value,
    label: label?.[locale] ?? value,
  }))
}
