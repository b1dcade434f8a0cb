import { presentationOf } from '@fieldwork/fields'
import type { Choice, Json, JsonSchema } from '@fieldwork/fields'
import type { CompiledField } from '@fieldwork/metadata'
import type { ShownField } from './form-types.ts'
import type { Actor } from './types.ts'

/**
 * What it takes to show values of a field, in one language.
 *
 * @param isMasked its values are hidden from the actor
 */
export function shownField(field: CompiledField, locale: Actor['locale'], isMasked = false): ShownField {
  const { label, type, property, reference, targets } = field
  return {
    label: label[locale],
    type: type.name,
    reference: reference ?? (targets?.many ? (targets.objects[0] ?? null) : null),
    widget: type.widget,
    property: formatOf(field),
    presentation: presentationOf(type, property),
    filterable: property['x-field'].filterable !== false && !isMasked,
    visible: property['x-field'].visible !== false,
    expression: type.expression(property),
    ...(type.choices && { options: optionsOf(type.choices(property), locale) }),
  }
}

function formatOf({ type, property }: CompiledField): JsonSchema {
  const options = (type.shownBy ?? []).flatMap((name) => {
    const value = property['x-field'][name]
    return value === undefined ? [] : [[name, value as Json] as const]
  })
  return { 'x-field': { type: type.name, ...Object.fromEntries(options) } }
}

function optionsOf(choices: Choice[], locale: Actor['locale']): NonNullable<ShownField['options']> {
  return choices.map(({ key, label, color, active }) => ({ value: key, label: label[locale], color, active }))
}
