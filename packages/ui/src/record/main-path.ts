import type { FieldOption, ObjectSchema } from '../api/types.ts'

/**
 * The states from the initial one to the goal, in the order of the options; states aside (lost, void) are not on it.
 * The goal is the last green state; without one, the first after which nothing goes on.
 */
export function mainPath(states: NonNullable<ObjectSchema['states']>, options: FieldOption[]): string[] {
  const order = options.map((option) => option.value)
  const transitions = Object.values(states.transitions)
  const reached = new Set([states.initial, ...transitions.map(({ to }) => to)])
  const goesOn = new Set(
    transitions.flatMap(({ from, to }) => from.filter((state) => order.indexOf(to) > order.indexOf(state))),
  )
  const candidates = order.filter((state) => reached.has(state))
  const green = options.filter((option) => option.color === 'green' && reached.has(option.value)).at(-1)?.value
  const goal = green ?? candidates.find((state) => !goesOn.has(state)) ?? ''
  return candidates.filter(
    (state) => state === goal || (goesOn.has(state) && order.indexOf(state) < order.indexOf(goal)),
  )
}
