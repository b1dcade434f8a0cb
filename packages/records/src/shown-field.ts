import { presentationOf, selectOptions } from '@fieldwork/fields'
import type { Json, JsonSchema } from '@fieldwork/fields'
import type { CompiledField } from '@fieldwork/metadata'
import type { ShownField } from './form-types.ts'
import type { Actor } from './types.ts'

/** What it takes to show values of a field, in one language. */
export function shownField(field: CompiledField, locale: Actor['locale']): ShownField {
  const { label, type, property, reference } = field
  return {
    label: label[locale],
    type: type.name,
    reference,
    widget: type.widget,
    property: formatOf(field),
    presentation: presentationOf(type, property),
    expression: type.expression(property),
    ...(property['x-field'].options !== undefined && { options: optionsOf(field, locale) }),
  }
}

function formatOf({ type, property }: CompiledField): JsonSchema {
  const options = (type.shownBy ?? []).flatMap((name) => {
    const value = property['x-field'][name]
    return value === undefined ? [] : [[name, value as Json] as const]
  })
  return { 'x-field': { type: type.name, ...Object.fromEntries(options) } }
}

function optionsOf({ property }: CompiledField, locale: Actor['locale']): NonNullable<ShownField['options']> {
  return selectOptions(property).map(({ key, label, color, active }) => ({
    value: key,
    label: label[locale],
    color,
    active,
  }))
}
