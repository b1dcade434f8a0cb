import { expect, test } from 'vitest'
import { addressTest, checkRanges, everyLevel, plainAddress } from './addresses.ts'

test('ranges of both families hold what is in them and nothing else', () => {
  const office = addressTest(['203.0.113.0/24', '2001:db8::/32', '198.51.100.7'])
  for (const inside of ['203.0.113.1', '::ffff:203.0.113.255', '2001:db8:1::5', '198.51.100.7']) {
    expect(office(inside), inside).toBe(true)
  }
  for (const outside of ['203.0.114.1', '2001:db9::1', '198.51.100.8', '', 'x', '::1']) {
    expect(office(outside), outside).toBe(false)
  }
})

test('an address must be in the list of every level that has one', () => {
  expect(everyLevel([[], []])).toBeNull()
  const both = everyLevel([['10.0.0.0/8'], [], ['10.1.0.0/16', '192.0.2.0/24']])
  expect(both?.('10.1.2.3')).toBe(true)
  expect(both?.('10.2.2.3')).toBe(false)
  expect(both?.('192.0.2.1')).toBe(false)
})

test('every range that is none is named', () => {
  const problems = checkRanges(['10.0.0.0/33', '10.0.0.0/8', 'fe80::1%eth0', '1.2.3', '::/129', '1.2.3.4/-1'], '/x')
  expect(problems.map(({ pointer }) => pointer)).toEqual(['/x/0', '/x/2', '/x/3', '/x/4', '/x/5'])
})

test('an IPv4 address in its IPv6 form is written plainly', () => {
  expect(plainAddress('::ffff:192.0.2.1')).toBe('192.0.2.1')
  expect(plainAddress('fe80::1%eth0')).toBe('fe80::1')
})
