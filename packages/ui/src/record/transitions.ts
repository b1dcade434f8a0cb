import type { ObjectSchema, RecordData, TransitionInfo } from '../api/types.ts'
import { mainPath } from './main-path.ts'

/** A transition that the record's state allows. */
export type OpenTransition = TransitionInfo & {
  name: string
  /** leads on along the main path, or back onto it from a state aside */
  isForward: boolean
}

/** The transitions that lead out of the record's state: the nearest step forward first, steps back last. */
export function openTransitions(schema: ObjectSchema, record: RecordData): OpenTransition[] {
  const { states } = schema
  if (!states || !schema.operations.includes('update')) return []
  const path = mainPath(states, schema.fields[states.field]?.options ?? [])
  const current = String(record[states.field] ?? '')
  const steps = (to: string): number => path.indexOf(to) - path.indexOf(current)
  const isForward = (to: string): boolean => path.includes(to) && steps(to) > 0
  const rank = ({ to }: TransitionInfo): number => {
    if (isForward(to)) return steps(to)
    return path.includes(to) ? path.length + 2 : path.length + 1
  }
  return Object.entries(states.transitions)
    .map(([name, transition]) => ({ ...transition, name, isForward: isForward(transition.to) }))
    .filter((transition) => transition.from.includes(current))
    .sort((a, b) => rank(a) - rank(b))
}

/** Fields that the transition needs and the record has not. */
export function missingFields(transition: OpenTransition, record: RecordData): string[] {
  return transition.requires.filter((name) => isEmpty(record[name]))
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === ''
}
