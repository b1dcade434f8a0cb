import { putField, withOptions } from '../../model/object-edits.ts'
import type { ObjectDefinition } from '../../model/definitions.ts'

/** The object with a lookup to itself by which its records form trees; the lookup is made where there is none. */
export function withHierarchy(definition: ObjectDefinition, name: string): ObjectDefinition {
  const known = parentsIn(definition)[0]
  if (known !== undefined) return withOptions(definition, { hierarchy: known })
  const property = {
    'x-field': {
      type: 'lookup',
      label: { en: 'Parent', 'zh-CN': '上级' },
      object: definition.name,
      onDelete: 'restrict',
    },
  }
  const free = definition.properties[name] === undefined ? name : `${name}_record`
  return withOptions(putField(definition, { name: free, property }, false), { hierarchy: free })
}

function parentsIn({ name, properties, required = [] }: ObjectDefinition): string[] {
  return Object.entries(properties).flatMap(([field, { 'x-field': options }]) =>
    options.type === 'lookup' && options['object'] === name && !required.includes(field) ? [field] : [],
  )
}
