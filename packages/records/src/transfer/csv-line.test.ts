import { array, assert, constantFrom, property, string } from 'fast-check'
import { expect, test } from 'vitest'
import { csvLine } from './csv-line.ts'

test('cells are quoted as RFC 4180 says', () => {
  expect(csvLine(['a', 'b,c', 'say "x"', 'two\nlines', ''])).toBe('a,"b,c","say ""x""","two\nlines",\r\n')
})

test.each(['=1+1', '+cmd|x', '-2+3', '@SUM(A1)', '\t=1', ' =1', '＝1+1', '\r=1'])('%j stays a text', (cell) => {
  expect(csvLine([cell])).toContain(`'${cell.replaceAll('"', '""')}`)
})

test.each(['-5', '+5.25', '-0.5%', '12', '2026-01-31', 'a=b'])('%j is left as it is', (cell) => {
  expect(csvLine([cell])).toBe(`${cell}\r\n`)
})

test('whatever the cells hold, reading the line gives them back', () => {
  const cell = string({ unit: constantFrom('a', '"', ',', '\n', '\r', ' ', '中') }).map((text) => `x${text}`)
  assert(
    property(array(cell, { minLength: 1, maxLength: 5 }), (cells) => {
      expect(readLine(csvLine(cells))).toEqual(cells)
    }),
  )
})

/** As RFC 4180 says, for one line. */
function readLine(line: string): string[] {
  const cells: string[] = []
  let rest = line
  while (rest !== '') {
    const found = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/.exec(rest)
    if (!found) throw new Error(`No cell at ${JSON.stringify(rest)}`)
    cells.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '')
    rest = rest.slice(found[0].length)
  }
  return cells
}
