import { createHash } from 'node:crypto'
import type { CompiledObject } from '@fieldwork/metadata'

const known = new WeakMap<CompiledObject, Map<string, CompiledObject>>()

/** The object as it is to whom some of its fields do not exist; it has a hash of its own. */
export function withoutFields(object: CompiledObject, names: ReadonlySet<string> | undefined): CompiledObject {
  if (!names || names.size === 0) return object
  const key = [...names].toSorted().join()
  const found = known.get(object) ?? new Map<string, CompiledObject>()
  known.set(object, found)
  const made = found.get(key) ?? reduced(object, names, key)
  found.set(key, made)
  return made
}

function reduced(object: CompiledObject, names: ReadonlySet<string>, key: string): CompiledObject {
  const fields = new Map([...object.fields].filter(([name]) => !names.has(name)))
  const hash = createHash('sha256').update(`${object.hash} ${key}`).digest('hex').slice(0, object.hash.length)
  return { ...object, fields, hash }
}
