import type { ObjectSchema, RecordData, TransitionInfo } from '../api/types.ts'

/** A transition that the record's state allows. */
export type OpenTransition = TransitionInfo & { name: string }

/**
 * The transitions that lead out of the record's state, the one that leads on first: forward by the order of the
 * options, the nearest state before farther ones.
 */
export function openTransitions(schema: ObjectSchema, record: RecordData): OpenTransition[] {
  const { states } = schema
  if (!states || !schema.operations.includes('update')) return []
  const order = (schema.fields[states.field]?.options ?? []).map((option) => option.value)
  const current = String(record[states.field] ?? '')
  const distance = ({ to }: TransitionInfo): number => {
    const steps = order.indexOf(to) - order.indexOf(current)
    return steps > 0 ? steps : order.length - steps
  }
  return Object.entries(states.transitions)
    .map(([name, transition]) => ({ ...transition, name }))
    .filter((transition) => transition.from.includes(current))
    .sort((a, b) => distance(a) - distance(b))
}

/** Fields that the transition needs and the record has not. */
export function missingFields(transition: OpenTransition, record: RecordData): string[] {
  return transition.requires.filter((name) => isEmpty(record[name]))
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === ''
}
