import { expect, test } from 'vitest'
import { createHabit, modeOf, noteAnswer } from './planning.ts'

const times = (count: number, ms: number, habit = createHabit()) => {
  for (let i = 0; i < count; i++) noteAnswer(habit, { ms, now: 1_000 })
  return habit
}

test('a statement of which nothing is said is planned as the server sees fit', () => {
  expect(modeOf(undefined, 0)).toBe('auto')
})

test('a statement with one good plan runs in either mode', () => {
  expect(modeOf('any', 0)).toBeNull()
})

test('a plan for all values is kept while its answers are quick', () => {
  expect(modeOf(times(10_000, 40), 1_001)).toBe('force_generic_plan')
})

test('one very slow answer makes the statement be planned for its values for a while', () => {
  const habit = times(1, 400)
  expect(modeOf(habit, 1_001)).toBe('auto')
  expect(modeOf(habit, 10_999)).toBe('auto')
  expect(modeOf(habit, 11_000)).toBe('force_generic_plan')
})

test('who goes wrong again soon is tried less and less often, who does not begins anew', () => {
  const habit = times(1, 400)
  const doubtAgain = (now: number): number => {
    noteAnswer(habit, { ms: 400, now })
    return habit.doubtedUntil - now
  }
  expect(doubtAgain(11_000)).toBe(40_000)
  expect(doubtAgain(51_000)).toBe(160_000)
  expect(doubtAgain(211_000)).toBe(600_000)
  expect(doubtAgain(811_000)).toBe(600_000)
  expect(doubtAgain(9_000_000)).toBe(10_000)
})

test('answers that are slow again and again are doubted, a slow one now and then is not', () => {
  expect(modeOf(times(3, 120), 1_001)).toBe('auto')
  const habit = createHabit()
  for (let i = 0; i < 100; i++) times(50, 1, times(1, 120, habit))
  expect(modeOf(habit, 1_001)).toBe('force_generic_plan')
})
