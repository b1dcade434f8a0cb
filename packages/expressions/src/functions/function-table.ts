import { dateFunctions } from './date-functions.ts'
import type { FunctionEntry } from './function-entry.ts'
import { generalFunctions } from './general-functions.ts'
import { hierarchyFunctions } from './hierarchy-functions.ts'
import { numberFunctions } from './number-functions.ts'
import { operators } from './operators.ts'
import { placeFunctions } from './place-functions.ts'
import { textFunctions } from './text-functions.ts'

/** Every function and operator of the language; the first entry of a name that fits the arguments is taken. */
export const functionTable: readonly FunctionEntry[] = [
  ...operators,
  ...textFunctions,
  ...numberFunctions,
  ...dateFunctions,
  ...generalFunctions,
  ...hierarchyFunctions,
  ...placeFunctions,
]

const byName = new Map<string, FunctionEntry[]>()
const byKey = new Map<string, FunctionEntry>()
for (const entry of functionTable) {
  byName.set(entry.name, [...(byName.get(entry.name) ?? []), entry])
  byKey.set(functionKey(entry), entry)
}

/** What a call node keeps of its function: the name and the parameter types, e.g. `size(list)`. */
export function functionKey(entry: FunctionEntry): string {
  return `${entry.name}(${entry.parameters.map((parameter) => parameter.type).join(',')})`
}

/** The entries of a name, in order of preference; empty when there is none. */
export function functionsNamed(name: string): readonly FunctionEntry[] {
  return byName.get(name) ?? []
}

/** The entry of a call node. */
export function functionOf(key: string): FunctionEntry {
  const entry = byKey.get(key)
  if (!entry) throw new Error(`The function table has no entry ${key}`)
  return entry
}

/** The names of functions, without operators. */
export function functionNames(): string[] {
  return [...byName].filter(([, entries]) => !entries[0]!.operator).map(([name]) => name)
}
