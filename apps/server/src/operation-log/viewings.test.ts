import type { NewLoggedOperation } from '@fieldwork/database'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createViewings } from './viewings.ts'

const call = { actor: 'admin', account: 'admin', address: '::1', session: 'session 1' }
const viewer = { call, viewed: 'seller' }
let lines: NewLoggedOperation[]
const log = { write: (...written: NewLoggedOperation[]) => Promise.resolve(void lines.push(...written)) }
const fail = (error: unknown): void => {
  throw error
}

beforeEach(() => {
  lines = []
  vi.useFakeTimers({ now: new Date('2026-01-01T08:00:00Z') })
})
afterEach(() => vi.useRealTimers())

const states = () => lines.map(({ details }) => details?.['state'])

test('one line tells when it began, one until when it went on', async () => {
  const viewings = createViewings(log, fail)
  await viewings.see(viewer)
  vi.advanceTimersByTime(90_000)
  expect(viewings.see(viewer)).toBeNull()
  await viewings.end(viewer)
  const span = { from: '2026-01-01T08:00:00.000Z', until: '2026-01-01T08:01:30.000Z', requests: 2, why: 'left' }
  expect(lines).toMatchObject([{ record: 'seller', details: { state: 'began' } }, { details: span }])
})

test('who looks no more without saying so is told of after a while, with the last time', async () => {
  const viewings = createViewings(log, fail)
  await viewings.see(viewer)
  await vi.advanceTimersByTimeAsync(9 * 60_000)
  expect(states()).toEqual(['began'])
  await vi.advanceTimersByTimeAsync(3 * 60_000)
  expect(lines[1]).toMatchObject({ details: { state: 'ended', why: 'idle', until: '2026-01-01T08:00:00.000Z' } })
})

test('requests at the same time wait for the one line', async () => {
  const viewings = createViewings(log, fail)
  await Promise.all([viewings.see(viewer), viewings.see(viewer), viewings.see({ call, viewed: 'other' })])
  expect(states()).toEqual(['began', 'began'])
  await viewings.close()
  expect(states()).toEqual(['began', 'began', 'ended', 'ended'])
})

test('nothing is seen where the line cannot be written', async () => {
  const viewings = createViewings({ write: () => Promise.reject(new Error('full')) }, fail)
  await expect(viewings.see(viewer)).rejects.toThrow('full')
  await expect(viewings.see(viewer)).rejects.toThrow('full')
})
