import { expect, test } from 'vitest'
import { endOfDay } from './end-of-day.ts'

test('a day ends when it ends in the zone', () => {
  expect(endOfDay('2026-03-04', 'Asia/Shanghai')).toBe('2026-03-04T15:59:59.000Z')
  expect(endOfDay('2026-03-04', 'America/New_York')).toBe('2026-03-05T04:59:59.000Z')
  expect(endOfDay('2026-12-31', 'UTC')).toBe('2026-12-31T23:59:59.000Z')
})
