import { expect, test } from 'vitest'
import { readDays, yearOf } from './import-year.ts'

test('days are read from lines in either language, and wrong ones are named', () => {
  const csv =
    '\uFEFFdate,working,name\r\n2026-01-01,no,元旦\n2026-01-02,休,元旦\n2026-01-04,是\n\n2026-01-05,perhaps,x\n'
  const { days, wrong } = readDays(csv)
  expect(days).toEqual([
    { date: '2026-01-01', working: false, name: '元旦' },
    { date: '2026-01-02', working: false, name: '元旦' },
    { date: '2026-01-04', working: true },
  ])
  expect(wrong.map(({ line }) => line)).toEqual([6])
})

const free = (date: string, name: string) => ({ date, working: false, name })

test('free days in a row are one holiday, in whatever order they come', () => {
  const days = [
    free('2026-10-02', 'National Day'),
    free('2026-10-01', 'National Day'),
    free('2026-10-03', 'Other'),
    free('no date', 'x'),
  ]
  const { holidays, makeUpDays } = yearOf([...days, { date: '2026-10-10', working: true }])
  expect(Object.values(holidays).map(({ from, to }) => [from, to])).toEqual([
    ['2026-10-01', '2026-10-02'],
    ['2026-10-03', '2026-10-03'],
    ['no date', 'no date'],
  ])
  expect(makeUpDays).toEqual({ '2026-10-10': {} })
})
