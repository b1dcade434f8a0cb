import { messages } from '../messages.ts'
import { suggest } from '../suggest.ts'
import type { ExprType, TypedNode } from '../types.ts'
import { report } from './checker.ts'
import type { Checker } from './checker.ts'
import { isTextLiteral } from './conversion.ts'
import type { Operand } from './conversion.ts'

/**
 * Reports written texts beside a field that can never have them. The empty text is let pass: people write it for null.
 */
export function checkOptions(checker: Checker, field: Operand, beside: Operand[]): void {
  const options = optionsOf(field.node)
  if (!options) return
  for (const text of beside.flatMap(writtenIn)) checkOption(checker, text, options)
}

/** Only a field itself has options; what is computed from it may be anything. */
function optionsOf(node: TypedNode): readonly string[] | undefined {
  if (node.kind !== 'path' && node.kind !== 'variable' && node.kind !== 'item') return undefined
  const type: ExprType = node.type.kind === 'list' ? node.type.of : node.type
  return type.kind === 'text' ? type.options : undefined
}

function writtenIn({ node, range }: Operand): Operand[] {
  return node.kind === 'list' ? node.items.map((item) => ({ node: item, range })) : [{ node, range }]
}

function checkOption(checker: Checker, { node, range }: Operand, options: readonly string[]): void {
  if (!isTextLiteral(node) || node.value === '' || options.includes(String(node.value))) return
  const value = String(node.value)
  const suggestion = suggest(value, options)
  const message = messages.unknownOption(value, options, suggestion)
  report(checker, range, {
    code: 'unknown_option',
    message,
    params: { value, options: options.slice(0, 20), suggestion },
  })
}
