/** Chance that can be repeated. */
export interface Random {
  /** from 0 up to but not 1 */
  next(): number
  /** true with this probability */
  chance(probability: number): boolean
  /** whole, both ends included */
  integer(least: number, most: number): number
  pick<T>(items: readonly T[]): T
}

/** The same seed gives the same sequence (mulberry32). */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const integer = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1))
  return {
    next,
    chance: (probability) => next() < probability,
    integer,
    pick: (items) => items[integer(0, items.length - 1)]!,
  }
}
