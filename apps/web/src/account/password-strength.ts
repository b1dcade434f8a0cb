/** From 1, weak, to 4, strong. */
export type Strength = 1 | 2 | 3 | 4

/** Bits from which on a password is fair, good, strong. */
const STEPS = [36, 50, 64]

/** How many signs there are of each kind that a password draws on. */
const KINDS: readonly [RegExp, number][] = [
  [/[a-z]/, 26],
  [/[A-Z]/, 26],
  [/[0-9]/, 10],
  [/[^\p{L}\p{N}]/u, 33],
  [/[^\p{ASCII}]/u, 2000],
]

/** What one sign of a word tells at most: people choose words, not letters. */
const MOST_BITS = 4.7

/** How hard a password is to guess, roughly; what is refused the server knows. */
export function strengthOf(password: string): Strength {
  const signs = [...password]
  const pool = KINDS.reduce((sum, [kind, count]) => sum + (kind.test(password) ? count : 0), 0)
  const surprising = signs.filter((_, at) => isSurprising(signs, at)).length
  const bits = surprising * Math.min(Math.log2(Math.max(pool, 1)), MOST_BITS)
  return (1 + STEPS.filter((least) => bits >= least).length) as Strength
}

/** Not the sign before, nor the next of a row, nor what stood there before. */
function isSurprising(signs: readonly string[], at: number): boolean {
  const [sign, last] = [signs[at]!, signs[at - 1]]
  if (last === undefined) return true
  const step = sign.codePointAt(0)! - last.codePointAt(0)!
  if (Math.abs(step) <= 1) return false
  return (
    at < 2 ||
    !signs
      .slice(0, at - 1)
      .join('')
      .includes(last + sign)
  )
}
