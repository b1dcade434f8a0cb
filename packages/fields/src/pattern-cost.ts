/**
 * An upper bound of the ways in which a backtracking engine can match a text of up to `maxLength` characters against
 * a regular expression (already known to be valid): open repetitions multiply, repetitions of what can itself match
 * in several ways explode. Infinity for a back reference.
 *
 * Bounds the time that a value made to hurt can take: `^(a+)+$` would stop the whole process for minutes.
 */
export function patternCost(pattern: string, maxLength: number): number {
  if (/\\(?:[1-9]|k<)/.test(pattern.replaceAll('\\\\', ''))) return Infinity
  const reader: Reader = { pattern, at: 0, maxLength }
  const cost = alternatives(reader)
  return pattern.startsWith('^') ? cost : cost * maxLength
}

interface Reader {
  pattern: string
  at: number
  maxLength: number
}

/** `a|b|c` up to a closing bracket or the end. Where each begins with another character, only one can match. */
function alternatives(reader: Reader): number {
  const costs: number[] = []
  const starts: string[] = []
  do {
    starts.push(reader.pattern.slice(reader.at, reader.at + 2))
    costs.push(sequence(reader))
  } while (takes(reader, '|'))
  const isDecided = starts.every(isPlainStart) && new Set(starts.map((start) => start[0])).size === starts.length
  return isDecided ? Math.max(...costs) : costs.reduce((sum, cost) => sum + cost)
}

/** A character that stands for itself and is certain to be there. */
const isPlainStart = (start: string): boolean => /^[^\\[(.^$|)*+?{][^*?{]?$/.test(start)

function sequence(reader: Reader): number {
  let cost = 1
  while (reader.at < reader.pattern.length && !'|)'.includes(reader.pattern[reader.at]!)) {
    cost *= repeated(atom(reader), reader)
  }
  return cost
}

function atom(reader: Reader): number {
  if (takes(reader, '(')) return group(reader)
  if (takes(reader, '\\')) reader.at += escapeLength(reader)
  else if (takes(reader, '[')) skipClass(reader)
  else reader.at++
  return 1
}

function group(reader: Reader): number {
  const opening = /^\?(?::|<?[=!]|<\w+>)/.exec(reader.pattern.slice(reader.at))
  reader.at += opening?.[0].length ?? 0
  const cost = alternatives(reader)
  reader.at++
  return cost
}

/** Of what follows the backslash: `\d`, `\p{Han}`, `\u{1F600}`. */
const escapeLength = ({ pattern, at }: Reader): number =>
  /^[pPu]\{[^}]*\}|^./su.exec(pattern.slice(at))?.[0].length ?? 1

function skipClass(reader: Reader): void {
  while (reader.at < reader.pattern.length && !takes(reader, ']'))
    reader.at += takes(reader, '\\') ? escapeLength(reader) : 1
}

function repeated(cost: number, reader: Reader): number {
  const found = /^(?:[*+?]|\{(\d+)(,)?(\d*)\})\??/.exec(reader.pattern.slice(reader.at))
  if (!found) return cost
  reader.at += found[0].length
  const [least, most] = timesOf(found, reader.maxLength)
  return cost > 1 ? cost ** Math.max(most, 1) * (most - least + 1) : most - least + 1
}

function timesOf([sign = '', from, comma, to]: RegExpExecArray, maxLength: number): [number, number] {
  if (sign.startsWith('?')) return [0, 1]
  if (from === undefined) return [0, maxLength]
  const least = Number(from)
  if (comma === undefined) return [least, least]
  return [least, to ? Number(to) : Math.max(least, maxLength)]
}

function takes(reader: Reader, character: string): boolean {
  if (reader.pattern[reader.at] !== character) return false
  reader.at++
  return true
}
