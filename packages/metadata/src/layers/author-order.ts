import type { Definition, Kind } from '../catalog.ts'
import { isPlainObject, ownValue } from '../json/plain-object.ts'
import type { PlainObject } from '../json/plain-object.ts'

const STEP = 10

/**
 * Writes the order of an object's properties, and of a field's options, as their author wrote them down, where it is
 * missing: what keeps documents (JSON columns, other tools) need not keep the order of keys.
 */
export function withOrder(kind: Kind, definition: Definition): Definition {
  const { properties } = definition
  if (kind !== 'object' || !isPlainObject(properties)) return definition
  const ordered = inOrder(properties, (property, order) => {
    const options = ownValue(property, 'x-field')
    if (!isPlainObject(options)) return property
    return { ...property, 'x-field': { ...withOptionOrder(options), order: order(options) } }
  })
  return { ...definition, properties: ordered }
}

function withOptionOrder(options: PlainObject): PlainObject {
  if (!isPlainObject(options.options)) return options
  const ordered = inOrder(options.options, (option, order) => ({ ...option, order: order(option) }))
  return { ...options, options: ordered }
}

/** Maps the entries of a collection; `order` gives the order that is written, else a step after the entry before. */
function inOrder(
  entries: PlainObject,
  change: (entry: PlainObject, order: (written: PlainObject) => number) => PlainObject,
): PlainObject {
  let last = 0
  const order = (written: PlainObject) => (last = typeof written.order === 'number' ? written.order : last + STEP)
  const changed = Object.entries(entries).map(([key, entry]) => [
    key,
    isPlainObject(entry) ? change(entry, order) : entry,
  ])
  return Object.fromEntries(changed) as PlainObject
}
