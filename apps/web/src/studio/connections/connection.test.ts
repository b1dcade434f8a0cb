import { expect, it } from 'vitest'

import { hostOf, namesConnection } from './connection.ts'

it('a host is told with its port, and none of what is no address', () => {
  expect(hostOf('https://erp.example.com:8443/api')).toBe('erp.example.com:8443')
  expect(hostOf('erp')).toBeNull()
})

it('a connection is found in the options of a step, not in other words of the same text', () => {
  const workflow = { nodes: { call: { step: 'http', options: { connection: 'erp', path: '/x' } } } }
  expect(namesConnection(workflow, 'erp')).toBe(true)
  expect(namesConnection({ label: 'erp', nodes: [] }, 'erp')).toBe(false)
})
