import { expect, it } from 'vitest'

import { takeEvents } from './read-events.ts'

it('takes whole events and keeps the rest for later', () => {
  const text = 'retry: 3000\n\n: still here\n\nid: 7\nevent: counts\ndata: {"unread":2}\n\nevent: rec'
  expect(takeEvents(text)).toEqual({ events: [{ event: 'counts', id: '7', data: { unread: 2 } }], rest: 'event: rec' })
})
