import { compilePattern } from './match-pattern.ts'
import { readPattern } from './pattern.ts'

const MOST_REMEMBERED = 500

const tests = new Map<string, (text: string) => boolean>()

/**
 * The test of a pattern, made on first use.
 *
 * @throws PatternError
 */
export function patternTest(source: string): (text: string) => boolean {
  const known = tests.get(source)
  if (known) return known
  const made = compilePattern(readPattern(source))
  if (tests.size >= MOST_REMEMBERED) tests.clear()
  tests.set(source, made)
  return made
}
