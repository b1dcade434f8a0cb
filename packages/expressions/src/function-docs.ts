import { functionKey, functionTable } from './functions/function-table.ts'
import { macroSignature, macroTable } from './functions/macro-table.ts'
import { signatureOf } from './functions/signature.ts'
import type { LocalizedText } from './types.ts'

export interface FunctionDoc {
  name: string
  /** e.g. `substring(text, start: integer): text` */
  signature: string
  doc: LocalizedText
}

/** Every function as people read it, for completion and help; one entry for each way to call it. */
export function functionDocs(): FunctionDoc[] {
  const functions = functionTable
    .filter((entry) => !entry.operator)
    .map((entry) => ({ name: entry.name, signature: signatureOf(entry), doc: entry.doc }))
  const macros = macroTable.map((entry) => ({ name: entry.name, signature: macroSignature(entry), doc: entry.doc }))
  return [...functions, ...macros]
}

/** What call and macro nodes can have as their `fn`, operators included. */
export function functionKeys(): string[] {
  return [...functionTable.map(functionKey), ...macroTable.map(({ name }) => name)]
}
