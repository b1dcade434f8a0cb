import ts from 'typescript'
import { expect, test } from 'vitest'
import { lineOf, readSources, readTests, type SourceFile } from './project.ts'

const sources = readSources()
const files = [...sources, ...readTests()]

function lineCount(file: SourceFile): number {
  return file.syntax.getLineAndCharacterOfPosition(file.syntax.end).line
}

/** Lines of each function with a body, in files that are not tests: there a function may be a whole suite. */
function functionLengths(file: SourceFile): { place: string; lines: number }[] {
  const found: { place: string; lines: number }[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body) {
      const last = file.syntax.getLineAndCharacterOfPosition(node.end).line + 1
      const first = lineOf(file, node)
      found.push({ place: `${file.path}:${first}`, lines: last - first + 1 })
    }
    ts.forEachChild(node, visit)
  }
  visit(file.syntax)
  return found
}

function quantile(values: number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? 0
}

test('no file has more than 500 lines', () => {
  const tooLong = files.filter((file) => lineCount(file) > 500)
  expect(tooLong.map((file) => `${file.path}: ${lineCount(file)} lines`)).toEqual([])
})

test('half of the files have at most 120 lines and nine of ten at most 300', () => {
  const lengths = files.map(lineCount)
  expect(quantile(lengths, 0.5)).toBeLessThanOrEqual(120)
  expect(quantile(lengths, 0.9)).toBeLessThanOrEqual(300)
})

test('no function has more than 100 lines, and half have at most 12', () => {
  const lengths = sources.filter((file) => !file.isTest).flatMap(functionLengths)
  const tooLong = lengths.filter(({ lines }) => lines > 100)
  expect(tooLong.map(({ place, lines }) => `${place}: ${lines} lines`)).toEqual([])
  expect(
    quantile(
      lengths.map(({ lines }) => lines),
      0.5,
    ),
  ).toBeLessThanOrEqual(12)
})
