import { describe, expect, it } from 'vitest'

import { createSessionGuard } from './session-guard.ts'

const never = () => Promise.resolve(false)
const always = () => Promise.resolve(true)
const asked = (guard: ReturnType<typeof createSessionGuard>) =>
  new Promise<void>((resolve) => guard.subscribe(() => guard.isAsking() && resolve()))

describe('a lost session', () => {
  it('comes back without a word where another tab has logged in', async () => {
    const guard = createSessionGuard(always)
    expect(await guard.recover()).toBe(true)
    expect(guard.isAsking()).toBe(false)
  })

  it('is asked for once, however many requests wait for it', async () => {
    const guard = createSessionGuard(never)
    const first = asked(guard)
    const waiting = [guard.recover(), guard.recover(), guard.recover()]
    await first
    guard.settle(true)
    expect(await Promise.all(waiting)).toEqual([true, true, true])
    expect(guard.isAsking()).toBe(false)
  })

  it('is asked for again the next time', async () => {
    const guard = createSessionGuard(never)
    for (const isLoggedIn of [false, true]) {
      const next = asked(guard)
      const recovered = guard.recover()
      await next
      guard.settle(isLoggedIn)
      expect(await recovered).toBe(isLoggedIn)
    }
  })
})
