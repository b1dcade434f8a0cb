import { partsOf } from '@fieldwork/metadata'
import type { CompiledWorkflowNode, WorkflowExpression } from '@fieldwork/metadata'
import type { Actor, Records } from '@fieldwork/records'
import type { Surroundings } from './surroundings.ts'

interface Evaluation {
  records: Records
  actor: Actor
  surroundings: Surroundings
  timeZone: string
}

/** The options of a node with what its expressions and texts give in their places; all in one statement. */
export async function evaluateOptions(
  { records, actor, surroundings, timeZone }: Evaluation,
  { options, expressions, templates }: CompiledWorkflowNode,
): Promise<Record<string, unknown>> {
  const asked = new Map<string, WorkflowExpression>()
  for (const [pointer, expression] of expressions) if (expression.over === null) asked.set(pointer, expression)
  for (const [pointer, parts] of templates) {
    parts.forEach((part, at) => void (typeof part !== 'string' && asked.set(`${pointer} ${at}`, part)))
  }
  if (asked.size === 0) return { ...options }
  const wanted = Object.fromEntries([...asked].map(([key, { expression }]) => [key, expression]))
  const found = await records.values(actor, { ...surroundings, expressions: wanted })
  const filled = structuredClone(options) as Record<string, unknown>
  for (const [pointer, { over }] of expressions) if (over === null) put(filled, pointer, found[pointer])
  for (const [pointer, parts] of templates) {
    const words = parts.map((part, at) => {
      if (typeof part === 'string') return part
      return shown(found[`${pointer} ${at}`], { kind: part.expression.type.kind, timeZone })
    })
    put(filled, pointer, words.join(''))
  }
  return filled
}

function put(target: Record<string, unknown>, pointer: string, value: unknown): void {
  const parts = partsOf(pointer)
  const last = parts.pop()!
  const owner = parts.reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], target)
  ;(owner as Record<string, unknown>)[last] = value
}

/** A value in a text for people; nothing is nothing. */
function shown(value: unknown, { kind, timeZone }: { kind: string; timeZone: string }): string {
  if (value === null || value === undefined) return ''
  if (kind === 'datetime') return moment(String(value), timeZone)
  if (Array.isArray(value)) return value.map(String).join(', ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** `2026-03-01 09:30` in the workspace's zone. */
function moment(value: string, timeZone: string): string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
  return format.format(new Date(value))
}
