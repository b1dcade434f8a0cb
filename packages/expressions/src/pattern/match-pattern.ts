import { PatternError } from './pattern.ts'
import type { CharacterSet, Pattern } from './pattern.ts'

/** Steps that a pattern may have when repetitions are written out; it bounds the time of a match in every engine. */
const MAX_STEPS = 400

type Step =
  | { kind: 'set'; set: CharacterSet }
  | { kind: 'start' | 'end' | 'match' }
  /** go on at both places */
  | { kind: 'fork'; to: number[] }

/**
 * A test whether a text has a part that fits the pattern. Its time grows with the length of the text only, as every
 * way to match is followed at once (Thompson's construction).
 *
 * @throws PatternError: too long when repetitions are written out
 */
export function compilePattern(pattern: Pattern): (text: string) => boolean {
  const steps: Step[] = []
  write(pattern, steps)
  add(steps, { kind: 'match' })
  return (text) => matches(steps, Array.from(text))
}

function add(steps: Step[], step: Step): number {
  if (steps.length >= MAX_STEPS) throw new PatternError('too_long')
  return steps.push(step) - 1
}

function write(pattern: Pattern, steps: Step[]): void {
  switch (pattern.kind) {
    case 'set':
      add(steps, { kind: 'set', set: pattern })
      break
    case 'start':
    case 'end':
      add(steps, { kind: pattern.kind })
      break
    case 'sequence':
      for (const item of pattern.items) write(item, steps)
      break
    case 'choice':
      writeChoice(pattern.items, steps)
      break
    case 'repeat':
      writeRepeat(pattern, steps)
  }
}

/** Each branch but the last ends with a jump over those that follow. */
function writeChoice(items: Pattern[], steps: Step[]): void {
  const ends: { kind: 'fork'; to: number[] }[] = []
  for (const [at, item] of items.entries()) {
    if (at === items.length - 1) {
      write(item, steps)
      break
    }
    const fork = { kind: 'fork' as const, to: [steps.length + 1] }
    add(steps, fork)
    write(item, steps)
    const end = { kind: 'fork' as const, to: [] as number[] }
    ends.push(end)
    add(steps, end)
    fork.to.push(steps.length)
  }
  for (const end of ends) end.to.push(steps.length)
}

function writeRepeat({ item, least, most }: Extract<Pattern, { kind: 'repeat' }>, steps: Step[]): void {
  for (let time = 0; time < least; time++) write(item, steps)
  if (most === Infinity) {
    const fork = { kind: 'fork' as const, to: [steps.length + 1] }
    const at = add(steps, fork)
    write(item, steps)
    add(steps, { kind: 'fork', to: [at] })
    fork.to.push(steps.length)
    return
  }
  const forks: { kind: 'fork'; to: number[] }[] = []
  for (let time = least; time < most; time++) {
    const fork = { kind: 'fork' as const, to: [steps.length + 1] }
    forks.push(fork)
    add(steps, fork)
    write(item, steps)
  }
  for (const fork of forks) fork.to.push(steps.length)
}

function matches(steps: readonly Step[], characters: readonly string[]): boolean {
  let places = new Set<number>()
  for (let at = 0; at <= characters.length; at++) {
    // a match may begin at every character
    if (follow(steps, 0, { places, isStart: at === 0, isEnd: at === characters.length })) return true
    const point = characters[at]?.codePointAt(0)
    if (point === undefined) return false
    const next = new Set<number>()
    const reach = { places: next, isStart: false, isEnd: at + 1 === characters.length }
    for (const place of places) {
      const step = steps[place]!
      if (step.kind === 'set' && admits(step.set, point) && follow(steps, place + 1, reach)) return true
    }
    places = next
  }
  return false
}

interface Reach {
  places: Set<number>
  isStart: boolean
  isEnd: boolean
}

/** Notes every place that can be reached without a character; true when one of them is the end of the pattern. */
function follow(steps: readonly Step[], from: number, reach: Reach): boolean {
  const open = [from]
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    if (reach.places.has(place)) continue
    reach.places.add(place)
    const step = steps[place]!
    if (step.kind === 'match') return true
    if (step.kind === 'fork') open.push(...step.to)
    if ((step.kind === 'start' && reach.isStart) || (step.kind === 'end' && reach.isEnd)) open.push(place + 1)
  }
  return false
}

function admits({ negated, ranges }: CharacterSet, point: number): boolean {
  return ranges.some(([first, last]) => point >= first && point <= last) !== negated
}
