import { describe, expect, test } from 'vitest'
import { copyRow, moveRow, newRow, sentChanges, sentLines, setCell, storedRow, totalOf } from './line-rows.ts'
import type { LineRow } from './line-rows.ts'
import { createLinesStore } from './lines-store.ts'

const rows = ['a', 'b', 'c'].map((item) => newRow({ item }))
const items = (list: ReturnType<typeof copyRow>) => list.map(({ values }) => values.item)

const sentItems = (list: Parameters<typeof sentLines>[0]) => sentLines(list, ['item'])

describe('lines that are entered (PLAT-27)', () => {
  test('are copied under themselves and moved, and stay where a place is outside', () => {
    expect(items(copyRow(rows, 1))).toEqual(['a', 'b', 'b', 'c'])
    expect(new Set(copyRow(rows, 1).map(({ key }) => key)).size).toBe(4)
    expect(items(moveRow(rows, 0, 2))).toEqual(['b', 'c', 'a'])
    expect([items(moveRow(rows, 0, 3)), items(moveRow(rows, 0, -1))]).toEqual([items(rows), items(rows)])
  })

  test('lose a cell’s error when it is changed', () => {
    const wrong = { ...newRow({ item: 'a' }), errors: { item: 'x', price: 'y' } }
    expect(setCell(wrong, 'item', { value: 'b' })).toMatchObject({ values: { item: 'b' }, errors: { price: 'y' } })
    expect(setCell(wrong, 'item', { value: '' }).values).toEqual({})
  })

  test('are sent whole when they are stored, and as far as they are filled in when they are new', () => {
    const sent = sentLines([{ ...newRow({ item: 'a' }), id: '1' }, newRow({ item: 'b', total: 5 })], ['item', 'price'])
    expect(sent).toEqual([{ id: '1', item: 'a', price: null }, { item: 'b' }])
  })

  test('are sent as far as they were changed when the others are stored', () => {
    const state = { writable: ['item', 'price'], storedIds: ['1', '2', '3'] }
    const stored = state.storedIds.map((id) => storedRow(id, { item: id, price: 1 }, { references: {} }))
    const [one, two, three] = stored as [LineRow, LineRow, LineRow]
    const changed = setCell(two, 'price', { value: null })
    expect(sentChanges(stored, state)).toEqual({})
    expect(sentChanges([changed, three, newRow({ item: 'x' })], state)).toEqual({
      save: [{ id: '2', price: null }, { item: 'x' }],
      remove: ['1'],
    })
    expect(sentChanges([one, newRow({ item: 'x' }), two, three], state)).toEqual({
      save: [{ item: 'x' }],
      order: ['1', null, '2', '3'],
    })
    expect(sentChanges([three, one, two], state)).toEqual({ order: ['3', '1', '2'] })
  })

  test('leave out the empty ones at the end that nobody has filled in', () => {
    const offered = { ...newRow({ item: 'usual' }), isUntouched: true }
    expect(sentItems([newRow({ item: 'a' }), offered, offered])).toEqual([{ item: 'a' }])
    expect(sentItems([offered, newRow({ item: 'a' })])).toEqual([{ item: 'usual' }, { item: 'a' }])
    expect(sentItems([setCell(offered, 'item', { value: 'b' })])).toEqual([{ item: 'b' }])
  })

  test('add up without errors of binary fractions', () => {
    expect(totalOf('sum', [0.1, 0.2, null, undefined])).toBe(0.3)
    expect([totalOf('avg', [1, 2]), totalOf('min', [3, 2]), totalOf('max', [3, 2])]).toEqual([1.5, 2, 3])
    expect([totalOf('count', ['x', null, 0]), totalOf('sum', [])]).toEqual([2, null])
  })

  test('take the server’s problems to their cells and leave the others to the form', () => {
    const store = createLinesStore()
    store.set('lines', {
      rows,
      isDirty: true,
      isComplete: true,
      storedIds: null,
      writable: ['item'],
      completed: (values) => values,
      labels: { item: 'Item' },
    })
    const problems = [
      { pointer: '/lines/1/item', code: 'required', message: 'Needed' },
      { pointer: '/title', code: 'required', message: 'Title' },
    ]
    const left = store.refuse(problems, ({ line, label, message }) => `${line} ${label} ${message}`)
    expect(left).toEqual([{ ...problems[0], pointer: '', message: '2 Item Needed' }, problems[1]])
    expect(store.get('lines')?.rows.map(({ errors }) => errors)).toEqual([{}, { item: 'Needed' }, {}])
    expect(store.sent()).toEqual({ lines: [{ item: 'a' }, { item: 'b' }, { item: 'c' }] })
  })
})
