import type { CheckedExpression } from '@fieldwork/expressions'
import type { DeadlineStart } from '../../compiled-deadline.ts'
import type { CompiledListener } from '../../compiled-workflow.ts'
import type { ObjectShape } from '../object-shape.ts'

interface Listening {
  name: string
  shape: ObjectShape
  start: DeadlineStart
  expressions: readonly CheckedExpression[]
}

/**
 * Which writes of a record can begin, move or end its deadline. Those that begin one are told under a name of their
 * own, since their moment counts.
 */
export function deadlineListeners({ name, shape, start, expressions }: Listening): CompiledListener[] {
  const changes = { name: `deadline:${name}`, when: null }
  const begins = { name: `deadline:${name}:start`, when: null }
  const fields = readFields({ shape, start, expressions })
  return [
    { ...changes, operations: ['create', 'delete'] },
    ...(fields.length > 0 ? [{ ...changes, operations: ['update', 'transition'] as const, fields }] : []),
    ...(start.on === 'transition'
      ? [{ ...begins, operations: ['transition'] as const, transitions: start.transitions }]
      : []),
    ...(start.on === 'changed'
      ? [{ ...begins, operations: ['update', 'transition'] as const, fields: start.fields }]
      : []),
  ]
}

/** The record's own stored fields that have a say; those that formulas read by way of them are found by polling. */
function readFields({ shape, start, expressions }: Omit<Listening, 'name'>): string[] {
  const read = new Set(expressions.flatMap(({ paths }) => paths.flatMap(([field]) => (field ? [field] : []))))
  if (start.on === 'field') read.add(start.field)
  return [...read].filter((field) => shape.fields.get(field)?.column)
}
