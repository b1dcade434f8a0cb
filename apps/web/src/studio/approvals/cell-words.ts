import type { Cell } from './approval.ts'

const BOUNDS = [
  ['>=', 'from'],
  ['>', 'above'],
  ['<=', 'to'],
  ['<', 'below'],
] as const

/** A cell as it is written in the grid: `>= 0.45 < 0.5`, or `retail, chain`. */
export function cellWords(cell: Cell | undefined): string {
  if (!cell) return ''
  if (cell.in) return cell.in.join(', ')
  return BOUNDS.flatMap(([sign, member]) => (cell[member] === undefined ? [] : [`${sign} ${cell[member]}`])).join(' ')
}

/**
 * What is written in a cell; undefined: the column is not looked at. Full-width signs and commas count as plain ones.
 *
 * @returns null where bounds and values are mixed, or one has no value
 */
export function readCell(words: string): Cell | undefined | null {
  const text = words
    .replaceAll('≥', '>=')
    .replaceAll('≤', '<=')
    .replaceAll('＞', '>')
    .replaceAll('＜', '<')
    .replaceAll(/[，、]/g, ',')
    .trim()
  if (text === '') return undefined
  if (!/^[<>]/.test(text)) return readList(text)
  const cell: Cell = {}
  let rest = text
  while (rest !== '') {
    const found = /^(>=|<=|>|<)\s*([^\s<>,]+)\s*/.exec(rest)
    const bound = BOUNDS.find(([sign]) => sign === found?.[1])
    if (!found || !bound || cell[bound[1]] !== undefined) return null
    cell[bound[1]] = valueOf(found[2] ?? '')
    rest = rest.slice(found[0].length)
  }
  return cell
}

function readList(text: string): Cell | null {
  const values = text.split(',').map((each) => each.trim())
  return values.some((each) => each === '' || /[<>]/.test(each)) ? null : { in: values.map(valueOf) }
}

const valueOf = (word: string): number | string => (/^-?\d+(\.\d+)?$/.test(word) ? Number(word) : word)
