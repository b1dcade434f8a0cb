import type { Json, Problem } from '@fieldwork/fields'
import type { CompiledField, CompiledObject } from '../catalog.ts'
import { pointerOf } from '../json/pointer.ts'

/** By object: the fields whose types look at values themselves. */
const askers = new WeakMap<CompiledObject, readonly CompiledField[]>()

/** What the types themselves refuse of values that the schema accepts; `wrong` names fields that need no second look. */
export function refusalsOf(
  object: CompiledObject,
  values: Record<string, unknown>,
  wrong: ReadonlySet<string>,
): Problem[] {
  return askersOf(object).flatMap(({ name, type, property }) => {
    const value = values[name]
    if (value == null || wrong.has(name)) return []
    const refusal = type.refuse?.(value as Json, property)
    return refusal ? [{ ...refusal, pointer: pointerOf(name) }] : []
  })
}

function askersOf(object: CompiledObject): readonly CompiledField[] {
  let found = askers.get(object)
  if (!found) askers.set(object, (found = [...object.fields.values()].filter(({ type }) => type.refuse !== undefined)))
  return found
}
