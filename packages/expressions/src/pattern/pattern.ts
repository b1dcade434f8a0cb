/** Code points that a place of a pattern admits. */
export interface CharacterSet {
  kind: 'set'
  /** everything but the ranges */
  negated: boolean
  /** first and last code point */
  ranges: readonly (readonly [number, number])[]
}

/** A regular expression of the common subset in which every engine means the same. */
export type Pattern =
  | CharacterSet
  | { kind: 'start' | 'end' }
  | { kind: 'sequence'; items: Pattern[] }
  | { kind: 'choice'; items: Pattern[] }
  | { kind: 'repeat'; item: Pattern; least: number; most: number }

/** What is wrong with a pattern, and where (in characters). */
export class PatternError extends Error {
  readonly reason: 'syntax' | 'too_long'

  constructor(reason: PatternError['reason']) {
    super(reason)
    this.reason = reason
  }
}

const MAX_REPEAT = 100

interface Reader {
  characters: string[]
  at: number
}

/**
 * Reads a pattern: characters, `.`, `[a-z]`, `\d \w \s` and their opposites, `( )`, `|`, `* + ? {m,n}`, `^`, `$`.
 *
 * @throws PatternError
 */
export function readPattern(source: string): Pattern {
  const reader: Reader = { characters: Array.from(source), at: 0 }
  const pattern = readChoice(reader)
  if (reader.at < reader.characters.length) throw new PatternError('syntax')
  return pattern
}

function readChoice(reader: Reader): Pattern {
  const items = [readSequence(reader)]
  while (takes(reader, '|')) items.push(readSequence(reader))
  return items.length === 1 ? items[0]! : { kind: 'choice', items }
}

function readSequence(reader: Reader): Pattern {
  const items: Pattern[] = []
  for (let next = peek(reader); next !== undefined && next !== '|' && next !== ')'; next = peek(reader)) {
    items.push(readRepeat(reader))
  }
  if (items.length === 0) throw new PatternError('syntax')
  return items.length === 1 ? items[0]! : { kind: 'sequence', items }
}

function readRepeat(reader: Reader): Pattern {
  const item = readItem(reader)
  const times = readTimes(reader)
  if (!times) return item
  const [least, most] = times
  const isPossible = item.kind !== 'start' && item.kind !== 'end' && most > 0 && least <= most
  if (!isPossible || readTimes(reader)) throw new PatternError('syntax')
  return { kind: 'repeat', item, least, most }
}

function readTimes(reader: Reader): [number, number] | undefined {
  if (takes(reader, '*')) return [0, Infinity]
  if (takes(reader, '+')) return [1, Infinity]
  if (takes(reader, '?')) return [0, 1]
  if (!takes(reader, '{')) return undefined
  const least = readNumber(reader)
  if (!takes(reader, ',')) return closed(reader, [least, least])
  return closed(reader, [least, peek(reader) === '}' ? Infinity : readNumber(reader)])
}

function closed(reader: Reader, times: [number, number]): [number, number] {
  if (!takes(reader, '}')) throw new PatternError('syntax')
  return times
}

function readNumber(reader: Reader): number {
  const start = reader.at
  while (/^\d$/.test(peek(reader) ?? '')) reader.at += 1
  const digits = reader.characters.slice(start, reader.at).join('')
  if (digits === '' || Number(digits) > MAX_REPEAT) throw new PatternError('syntax')
  return Number(digits)
}

function readItem(reader: Reader): Pattern {
  const character = next(reader)
  switch (character) {
    case '(':
      return readGroup(reader)
    case '[':
      return readSet(reader)
    case '.':
      return { kind: 'set', negated: true, ranges: [] }
    case '^':
      return { kind: 'start' }
    case '$':
      return { kind: 'end' }
    case '\\':
      return readEscape(reader)
    case '*':
    case '+':
    case '?':
    case '{':
      throw new PatternError('syntax')
    default:
      return only(character)
  }
}

function readGroup(reader: Reader): Pattern {
  if (takes(reader, '?') && !takes(reader, ':')) throw new PatternError('syntax')
  const inner = readChoice(reader)
  if (!takes(reader, ')')) throw new PatternError('syntax')
  return inner.kind === 'set' ? { kind: 'sequence', items: [inner] } : inner
}

const classes: Record<string, CharacterSet['ranges']> = {
  d: [[48, 57]],
  w: [
    [48, 57],
    [65, 90],
    [95, 95],
    [97, 122],
  ],
  // what counts as blank everywhere in the language
  s: [
    [9, 13],
    [32, 32],
    [0xa0, 0xa0],
    [0x3000, 0x3000],
  ],
}

const controls: Record<string, number> = { n: 10, r: 13, t: 9 }

function readEscape(reader: Reader): CharacterSet {
  const character = next(reader)
  const ranges = classes[character.toLowerCase()]
  if (ranges) return { kind: 'set', negated: character !== character.toLowerCase(), ranges }
  if (Object.hasOwn(controls, character)) return only(String.fromCodePoint(controls[character]!))
  if (/^[\p{L}\p{N}]$/u.test(character)) throw new PatternError('syntax')
  return only(character)
}

function readSet(reader: Reader): CharacterSet {
  const negated = takes(reader, '^')
  const ranges: (readonly [number, number])[] = []
  while (!takes(reader, ']')) ranges.push(...readRange(reader))
  if (ranges.length === 0) throw new PatternError('syntax')
  return { kind: 'set', negated, ranges }
}

function readRange(reader: Reader): CharacterSet['ranges'] {
  const first = readMember(reader)
  if (first.ranges.length !== 1 || first.ranges[0]![0] !== first.ranges[0]![1]) return first.ranges
  const isRange = peek(reader) === '-' && reader.characters[reader.at + 1] !== ']'
  if (!isRange) return first.ranges
  reader.at += 1
  const [from] = first.ranges[0]!
  const [to, ...others] = readMember(reader).ranges
  if (!to || others.length > 0 || to[0] !== to[1] || to[0] < from) throw new PatternError('syntax')
  return [[from, to[0]]]
}

function readMember(reader: Reader): CharacterSet {
  const character = next(reader)
  if (character === '[') throw new PatternError('syntax')
  const member = character === '\\' ? readEscape(reader) : only(character)
  if (member.negated) throw new PatternError('syntax')
  return member
}

function only(character: string): CharacterSet {
  const point = character.codePointAt(0)!
  return { kind: 'set', negated: false, ranges: [[point, point]] }
}

const peek = ({ characters, at }: Reader): string | undefined => characters[at]

function next(reader: Reader): string {
  const character = reader.characters[reader.at]
  if (character === undefined) throw new PatternError('syntax')
  reader.at += 1
  return character
}

function takes(reader: Reader, character: string): boolean {
  if (peek(reader) !== character) return false
  reader.at += 1
  return true
}
