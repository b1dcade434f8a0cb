import { isPlainObject } from '@fieldwork/metadata'
import type { CompiledObject } from '@fieldwork/metadata'
import type { Problem } from '@fieldwork/fields'
import type { FieldValues } from '../types.ts'
import { otherMaster } from './line-problems.ts'

/** The master of an object whose records are lines. */
export function masterOf({ name, master }: CompiledObject): NonNullable<CompiledObject['master']> {
  if (!master) throw new Error(`The records of ${name} are no lines`)
  return master
}

/** What callers enter of a line: without what its place in the whole says already. */
export function enteredValues(child: CompiledObject, line: FieldValues): FieldValues {
  const { field, position } = masterOf(child)
  const { id: _id, version: _version, [field]: _master, ...entered } = line
  if (position !== null) delete entered[position]
  return entered
}

/** A line names another master than the record it is sent with. */
export function masterProblems(
  child: CompiledObject,
  line: FieldValues,
  { pointer, masterId }: { pointer: string; masterId: string | null },
): Problem[] {
  const { field } = masterOf(child)
  const named = line[field]
  if (named == null) return []
  const id = isPlainObject(named) ? named.id : named
  return id === masterId ? [] : [otherMaster(pointer, field)]
}
