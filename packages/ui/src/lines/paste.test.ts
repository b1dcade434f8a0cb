import { describe, expect, test } from 'vitest'
import { isTable, readPasted, readTable } from './paste.ts'

const shape = (type: string, options: object = {}) => ({
  name: 'x',
  label: 'X',
  type,
  widget: type,
  property: { 'x-field': { type, ...options } },
})
const context = { locale: 'en', timeZone: 'Asia/Shanghai' } as const

describe('a pasted piece of a spreadsheet (PLAT-27)', () => {
  test('is read by rows and cells, quoted cells with their line breaks', () => {
    expect(readTable('a\t1\r\nb\t2\r\n')).toEqual([
      ['a', '1'],
      ['b', '2'],
    ])
    expect(readTable('"two\nlines"\t"say ""x"""\n\t3')).toEqual([
      ['two\nlines', 'say "x"'],
      ['', '3'],
    ])
  })

  test('is told from a single cell, which the widget takes itself', () => {
    expect([isTable('one'), isTable('one\n'), isTable('a\tb'), isTable('a\nb')]).toEqual([false, false, true, true])
  })

  test.each([
    ['integer', '1,200', { value: 1200 }],
    ['money', '¥3.50', { value: 3.5 }],
    ['date', '2026/1/5', { value: '2026-01-05' }],
    ['text', ' x ', { value: 'x' }],
    ['integer', '', { value: undefined }],
  ])('%s reads %s by its type', (type, text, expected) => {
    expect(readPasted(text, shape(type), context)).toEqual(expected)
  })

  test('keeps what cannot be read as an error, and names of records to be looked for', () => {
    expect(readPasted('many', shape('integer'), context)).toHaveProperty('error')
    expect(readPasted('Pump', { ...shape('lookup', { object: 'product' }), reference: 'product' }, context)).toEqual({
      search: 'Pump',
    })
  })
})
