import { expect, it } from 'vitest'

import { createLimiter } from './limiter.ts'

const forever = new AbortController().signal

/** A task that ends when it is told to. */
function task() {
  const ends: (() => void)[] = []
  const ended = new Promise<void>((resolve) => ends.push(resolve))
  return { run: () => ended, end: () => ends[0]?.() }
}
const tick = () => new Promise((resolve) => setTimeout(resolve))

it('only so many tasks run at once, in the order in which they came', async () => {
  const limit = createLimiter(2)
  const tasks = Array.from({ length: 5 }, task)
  const started: number[] = []
  const all = tasks.map(({ run }, index) =>
    limit(() => {
      started.push(index)
      return run()
    }, forever),
  )
  await tick()
  expect(started).toEqual([0, 1])
  tasks[1]!.end()
  await tick()
  expect(started).toEqual([0, 1, 2])
  tasks[0]!.end()
  const late = limit(() => Promise.resolve(started.push(5)), forever)
  await tick()
  expect(started).toEqual([0, 1, 2, 3])
  for (const { end } of tasks) end()
  await Promise.all([...all, late])
  expect(started).toEqual([0, 1, 2, 3, 4, 5])
})

it('a task that is aborted while it waits never starts and keeps nobody', async () => {
  const limit = createLimiter(1)
  const [first, last] = [task(), task()]
  const controller = new AbortController()
  const running = limit(first.run, forever)
  const aborted = limit(() => Promise.reject(new Error('started')), controller.signal)
  const waiting = limit(last.run, forever)
  controller.abort()
  await expect(aborted).rejects.toMatchObject({ name: 'AbortError' })
  first.end()
  last.end()
  await Promise.all([running, waiting])
})

it('a task that fails makes room for the next', async () => {
  const limit = createLimiter(1)
  await expect(limit(() => Promise.reject(new Error('no')), forever)).rejects.toThrow('no')
  expect(await limit(() => Promise.resolve('yes'), forever)).toBe('yes')
})
