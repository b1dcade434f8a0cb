import { messages } from '../messages.ts'
import type { ASTNode } from '../parse.ts'
import { suggest } from '../suggest.ts'
import { BOOLEAN, DATE } from '../types.ts'
import type { Constant, TypedNode } from '../types.ts'
import { report } from './checker.ts'
import type { Checker } from './checker.ts'

interface Named {
  /** what stands before the dot */
  group: string
  name: string
  ast: ASTNode
}

/** What a named value stands for: as if it were written there; undefined where nothing is called so. */
export function checkConstant(checker: Checker, { group, name, ast }: Named): TypedNode | undefined {
  const { constants = {} } = checker.environment
  const known = Object.hasOwn(constants, group) ? constants[group] : undefined
  if (!known) return undefined
  const constant = known.get(name)
  if (!constant) {
    const suggestion = suggest(name, [...known.keys()])
    const message = messages.unknownPart(name, suggestion)
    return report(checker, ast, { code: 'unknown_field', message, params: { name, suggestion } })
  }
  checker.constants[`${group}.${name}`] = constant
  return constantNode(constant)
}

/** Before the day of the first change the first value, from then on the next one. */
function constantNode({ type, value, changes }: Constant): TypedNode {
  const [next, ...later] = changes
  const literal: TypedNode = { kind: 'literal', value, type }
  if (!next) return literal
  const today: TypedNode = { kind: 'call', fn: 'today()', args: [], type: DATE }
  const from: TypedNode = { kind: 'literal', value: next.from, type: DATE }
  return {
    kind: 'choice',
    condition: { kind: 'compare', op: '<', left: today, right: from, as: DATE, type: BOOLEAN },
    whenTrue: literal,
    whenFalse: constantNode({ type, value: next.value, changes: later }),
    type,
  }
}

/** The name before the dot alone is no value. */
export function reportBareConstants(checker: Checker, group: string, ast: ASTNode): TypedNode {
  return report(checker, ast, {
    code: 'unknown_field',
    message: messages.bareConstants(group),
    params: { name: group },
  })
}
