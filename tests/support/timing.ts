import type { Random } from './random.ts'

/** Times of two ways to ask, in milliseconds, taken in turns. */
export interface Timings {
  one: number[]
  other: number[]
}

/** Asks both ways in random turns, so that whatever else the machine does falls on both alike. */
export async function timed(
  random: Random,
  { one, other, times }: { one: () => Promise<unknown>; other: () => Promise<unknown>; times: number },
): Promise<Timings> {
  const found: Timings = { one: [], other: [] }
  for (let round = 0; round < times; round++) {
    const turns = random.chance(0.5) ? (['one', 'other'] as const) : (['other', 'one'] as const)
    for (const turn of turns) {
      const start = performance.now()
      await (turn === 'one' ? one() : other())
      found[turn].push(performance.now() - start)
    }
  }
  return found
}

/** Standard deviations of a normal distribution in its median absolute deviation, and of a median beside a mean. */
const DEVIATION = 1.4826
const OF_MEDIAN = 1.2533
/** A difference that no chance explains … */
const MOST_ERRORS = 5
/** … and that somebody could use: caches and pages of an index make smaller ones, in either direction. */
const LEAST_SHARE = 0.1

/** Whether the two can be told apart: their medians differ beyond the noise of each, and by more than a tenth. */
export function areTold({ one, other }: Timings): boolean {
  const [a, b] = [median(one), median(other)]
  const error = Math.hypot(errorOf(one), errorOf(other))
  const difference = Math.abs(a - b)
  return difference > MOST_ERRORS * error && difference > LEAST_SHARE * Math.min(a, b)
}

const errorOf = (times: readonly number[]): number => {
  const middle = median(times)
  const spread = median(times.map((time) => Math.abs(time - middle)))
  return (OF_MEDIAN * DEVIATION * spread) / Math.sqrt(times.length)
}

function median(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
