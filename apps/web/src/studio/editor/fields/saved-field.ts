import type { Property, SelectOption } from '../../model/definitions.ts'
import { completeText, isBlankText } from '../../model/localized.ts'
import type { NamedField } from '../../model/object-edits.ts'
import type { FieldForm } from './use-field-form.ts'

const COMPUTED: ReadonlySet<string> = new Set(['formula', 'roll-up'])

/** The field as the draft keeps it: texts in both languages, nothing empty. */
export function savedField({ name, property, label }: FieldForm): NamedField {
  const { help, filter, options, ...others } = property['x-field']
  const { result: _result, ...computed } = others
  // what a formula or roll-up gives follows from what it reads, which may have changed
  const rest = COMPUTED.has(others.type) ? computed : others
  const platform = {
    ...rest,
    label: completeText(label),
    ...(isBlankText(help) || !help ? {} : { help: completeText(help) }),
    ...(typeof filter === 'string' && filter.trim() !== '' ? { filter: filter.trim() } : {}),
    ...(options === undefined ? {} : { options: completeOptions(options) }),
  }
  return { name, property: { ...standardHalf(property), 'x-field': platform as Property['x-field'] } }
}

function standardHalf(property: Property): Property {
  if (!COMPUTED.has(property['x-field'].type)) return property
  const { type: _type, format: _format, ...rest } = property
  return rest
}

function completeOptions(options: unknown): Record<string, SelectOption> {
  const entries = Object.entries(options as Record<string, SelectOption>)
  return Object.fromEntries(entries.map(([key, option]) => [key, { ...option, label: completeText(option.label) }]))
}
