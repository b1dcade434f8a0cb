import { expect, test } from 'vitest'
import type { Definition } from '../catalog.ts'
import { createCatalog } from '../create-catalog.ts'

function compile(...definitions: object[]) {
  const documents = definitions.map((definition) => {
    const named = definition as Definition
    return { kind: 'calendar' as const, name: named.name, body: named }
  })
  return createCatalog([{ name: 'platform', documents }], { revision: 1 })
}

function problemsOf(...definitions: object[]): string[] {
  const result = compile(...definitions)
  return 'problems' in result ? result.problems.map(({ pointer, code }) => `${pointer} ${code}`) : []
}

function calendarsOf(...definitions: object[]) {
  const result = compile(...definitions)
  if ('problems' in result) throw new Error(JSON.stringify(result.problems))
  return result.catalog.calendars
}

const national = {
  name: 'national',
  years: {
    '2026': {
      holidays: { autumn: { from: '2026-10-01', to: '2026-10-03' } },
      makeUpDays: { '2026-10-10': {} },
    },
  },
}

test('a calendar without a word has the usual week', () => {
  const { week } = calendarsOf({ name: 'plain' }).get('plain')!
  expect(week.map((hours) => hours.length)).toEqual([2, 2, 2, 2, 2, 0, 0])
})

test('a calendar takes from the one it is based on what it does not say itself', () => {
  const factory = {
    name: 'factory',
    order: -1,
    basedOn: 'national',
    hours: [{ from: '08:00', to: '16:00' }],
    weekdays: { sat: true },
    years: { '2026': { makeUpDays: { '2026-10-03': { hours: [{ from: '08:00', to: '09:00' }] } } } },
  }
  const calendars = calendarsOf(national, factory)
  expect([...calendars.keys()]).toEqual(['factory', 'national'])
  const { week, days, years } = calendars.get('factory')!
  expect(week.map((hours) => hours.length)).toEqual([1, 1, 1, 1, 1, 1, 0])
  expect([...years]).toEqual([2026])
  expect(Object.fromEntries([...days].map(([date, { hours }]) => [date, hours]))).toEqual({
    '2026-10-01': [],
    '2026-10-02': [],
    '2026-10-03': [{ from: 480, to: 540 }],
    '2026-10-10': [{ from: 480, to: 960 }],
  })
})

test('every mistake is told at once, where it is', () => {
  const wrong = {
    name: 'wrong',
    basedOn: 'nobody',
    hours: [
      { from: '09:00', to: '12:00' },
      { from: '11:00', to: '13:00' },
      { from: '15:00', to: '14:00' },
    ],
    weekdays: { mon: false, tue: false, wed: false, thu: false, fri: false },
    years: {
      '2026': {
        holidays: { a: { from: '2026-02-30' }, b: { from: '2026-03-02', to: '2026-03-01' }, c: { from: '2025-03-01' } },
        makeUpDays: { '2026-13-01': {} },
      },
    },
  }
  expect(problemsOf(wrong)).toEqual([
    '/basedOn unknown_name',
    '/hours/1 wrong_span',
    '/hours/2 wrong_span',
    '/weekdays no_workday',
    '/years/2026/holidays/a wrong_date',
    '/years/2026/holidays/b wrong_date',
    '/years/2026/holidays/c wrong_date',
    '/years/2026/makeUpDays/2026-13-01 wrong_date',
  ])
})

test('no calendar is based on itself, not even by way of others', () => {
  const circle = [
    { name: 'a', basedOn: 'b' },
    { name: 'b', basedOn: 'a' },
    { name: 'c', basedOn: 'a' },
  ]
  expect(problemsOf(...circle)).toEqual(['/basedOn circular', '/basedOn circular'])
})
