import { functionTable } from './functions/function-table.ts'
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
  return functionTable
    .filter((entry) => !entry.operator)
    .map((entry) => ({ name: entry.name, signature: signatureOf(entry), doc: entry.doc }))
}
