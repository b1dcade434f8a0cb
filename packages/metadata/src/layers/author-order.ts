import type { Definition, Kind } from '../catalog.ts'
import { isPlainObject, ownValue } from '../json/plain-object.ts'
import type { PlainObject } from '../json/plain-object.ts'

const STEP = 10

/**
 * Writes the order of an object's properties, as their author wrote them down, into `x-field.order` where it is
 * missing: what keeps documents (JSON columns, other tools) need not keep the order of keys.
 */
export function withOrder(kind: Kind, definition: Definition): Definition {
  const properties = ownValue(definition, 'properties')
  if (kind !== 'object' || !isPlainObject(properties)) return definition
  let last = 0
  const ordered = Object.keys(properties).map((name) => {
    const property = properties[name]
    const options = ownValue(property, 'x-field')
    if (!isPlainObject(property) || !isPlainObject(options)) return [name, property]
    last = typeof options.order === 'number' ? options.order : last + STEP
    return [name, { ...property, 'x-field': { ...options, order: last } }]
  })
  return { ...definition, properties: Object.fromEntries(ordered) as PlainObject }
}
