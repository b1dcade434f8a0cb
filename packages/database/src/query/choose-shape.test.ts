import { describe, expect, test } from 'vitest'
import { chooseShape } from './choose-shape.ts'
import type { ShapeFacts, ShapeQuestion } from './choose-shape.ts'

const newest: ShapeQuestion = { object: 'deal', request: '', isByAge: true, isWalked: true, limit: 51 }
const byName: ShapeQuestion = { ...newest, isByAge: false, isWalked: false }
const byIndexed: ShapeQuestion = { ...byName, isWalked: true }
const facts = (total: number, more: Partial<ShapeFacts['rows']> = {}, mergeable: number | null = 1): ShapeFacts => ({
  rows: { total, own: total, granted: [], ofTable: 1_000_000, ...more },
  mergeable,
})

const shares = (entries: number) => ({ granted: [{ as: 'share' as const, entries }] })

describe('how a list finds the rows of an actor', () => {
  test.each<[string, ShapeQuestion, ShapeFacts, string]>([
    ['few rows, by age', newest, facts(240), 'merge'],
    ['few rows, by age, ways without an order', newest, facts(240, {}, null), 'index'],
    ['few rows in another order', byName, facts(240), 'index'],
    ['some rows of a large table in another order', byName, facts(7_000), 'index'],
    ['as many rows of a small table', byIndexed, facts(7_000, { ofTable: 20_000 }), 'once'],
    ['rows of thirty departments', newest, facts(6_250, {}, 31), 'merge'],
    ['so many rows of them that they are met on the way', newest, facts(40_000, {}, 31), 'once'],
    ['rows of departments that a page of each would be too much', newest, facts(6_250, {}, 500), 'index'],
    ['a twentieth of a table that would be read as a whole', byName, facts(40_000), 'index'],
    ['a fifth of such a table', byName, facts(40_000, { ofTable: 200_000 }), 'whole'],
    ['more rows than were counted', newest, facts(Infinity, {}, 500), 'once'],
    ['more rows than were counted, in an order of no index', byName, facts(Infinity), 'whole'],
    ['many shares', newest, facts(Infinity, { own: 100, ...shares(Infinity) }, 15), 'merge'],
    ['many shares in another order', byIndexed, facts(Infinity, { own: 100, ...shares(Infinity) }, 15), 'probe share'],
    ['many shares and many rows', newest, facts(Infinity, { own: 90_000, ...shares(9_000) }, 15), 'probe share'],
    ['few shares', newest, facts(1_200, { own: 100, ...shares(1_100) }, 15), 'merge'],
  ])('%s', (_, question, known, shape) => {
    expect(chooseShape(question, known)).toBe(shape)
  })

  test('a long page of many departments is not merged', () => {
    expect(chooseShape({ ...newest, limit: 501 }, facts(6_250, {}, 31))).toBe('index')
  })
})
