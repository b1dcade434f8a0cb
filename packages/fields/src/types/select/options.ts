import type { Choice, Property } from '../../field-type.ts'

/** The choices as the normal form has them: an option without a label shows its key, without an order it keeps its place. */
export function fullOptions(property: Property): Record<string, Omit<Choice, 'key' | 'active'>> {
  const options = (property['x-field'].options ?? {}) as Record<string, Partial<Choice>>
  return Object.fromEntries(
    Object.entries(options).map(([key, option], index) => [
      key,
      { ...option, order: option.order ?? index + 1, label: option.label ?? { en: key, 'zh-CN': key } },
    ]),
  )
}

/** The choices in their order; equal orders by key. */
export function selectOptions(property: Property): Choice[] {
  const options = fullOptions(property) as Record<string, Omit<Choice, 'key'>>
  return Object.entries(options)
    .map(([key, option]) => ({ ...option, key, active: option.active !== false }))
    .sort((a, b) => a.order - b.order || (a.key < b.key ? -1 : 1))
}

/** Keys that a value may have, out of use or not. */
export const optionKeys = (property: Property): string[] => Object.keys(property['x-field'].options ?? {})

/** Keys that a new value may have, in order. */
export function activeKeys(property: Property): string[] {
  return selectOptions(property)
    .filter((option) => option.active)
    .map((option) => option.key)
}
