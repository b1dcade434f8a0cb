import type { CharacterSet, Pattern } from './pattern.ts'

/** The pattern as PostgreSQL's `~` reads it; every sign is written by its number, so nothing else can be meant. */
export function patternSql(pattern: Pattern): string {
  switch (pattern.kind) {
    case 'set':
      return setSql(pattern)
    case 'start':
      return '^'
    case 'end':
      return '$'
    case 'sequence':
      return `(?:${pattern.items.map(patternSql).join('')})`
    case 'choice':
      return `(?:${pattern.items.map(patternSql).join('|')})`
    case 'repeat':
      return `(?:${patternSql(pattern.item)})${timesSql(pattern)}`
  }
}

function timesSql({ least, most }: { least: number; most: number }): string {
  return most === Infinity ? `{${least},}` : `{${least},${most}}`
}

function setSql({ negated, ranges }: CharacterSet): string {
  if (ranges.length === 0) return '.'
  const [[first, last]] = ranges as [readonly [number, number]]
  if (!negated && ranges.length === 1 && first === last) return signSql(first)
  const members = ranges.map(([from, to]) => (from === to ? signSql(from) : `${signSql(from)}-${signSql(to)}`))
  return `[${negated ? '^' : ''}${members.join('')}]`
}

function signSql(point: number): string {
  const character = String.fromCodePoint(point)
  if (/^[A-Za-z0-9]$/.test(character)) return character
  const hex = point.toString(16)
  return point > 0xffff ? `\\U${hex.padStart(8, '0')}` : `\\u${hex.padStart(4, '0')}`
}
