import type { LocalizedText, Property } from '../../field-type.ts'

/** One choice of a select field. Its key never changes; the rest may, without touching rows. */
export interface SelectOption {
  key: string
  order: number
  label: LocalizedText
  /** an Ant Design colour name or `#rrggbb` */
  color?: string
  /** false: shown where it is stored, but not for new values */
  active: boolean
}

/** The choices in their order; equal orders by key. */
export function selectOptions(property: Property): SelectOption[] {
  const options = (property['x-field'].options ?? {}) as Record<string, Omit<SelectOption, 'key'>>
  return Object.entries(options)
    .map(([key, option]) => ({ ...option, key, active: option.active !== false }))
    .sort((a, b) => a.order - b.order || (a.key < b.key ? -1 : 1))
}

/** Keys that a new value may have, in order. */
export function activeKeys(property: Property): string[] {
  return selectOptions(property)
    .filter((option) => option.active)
    .map((option) => option.key)
}
