import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import { createConnection } from './connection.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

it('a lost connection is probed until a request gets through; then what is shown is asked for again, once', () => {
  const probe = vi.fn()
  const onBack = vi.fn()
  const connection = createConnection({ probe, onBack, everyMs: 1000 })
  connection.report(true)
  expect(onBack).not.toHaveBeenCalled()

  connection.report(false)
  connection.report(false)
  expect(connection.isReached()).toBe(false)
  vi.advanceTimersByTime(3500)
  expect(probe).toHaveBeenCalledTimes(3)

  connection.report(true)
  connection.report(true)
  expect(connection.isReached()).toBe(true)
  expect(onBack).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(5000)
  expect(probe).toHaveBeenCalledTimes(3)
})

it('who watches the connection hears of each change', () => {
  const heard: boolean[] = []
  const connection = createConnection({ probe: () => undefined, onBack: () => undefined })
  const stop = connection.subscribe(() => heard.push(connection.isReached()))
  for (const hasReached of [true, false, false, true]) connection.report(hasReached)
  stop()
  connection.report(false)
  expect(heard).toEqual([false, true])
  connection.report(true)
})
