import { BlockList, isIP } from 'node:net'
import type { Problem } from '@fieldwork/fields'

const MAX_RANGES = 200

/** Tells whether an address is in one of some ranges. */
export type AddressTest = (address: string) => boolean

/** An address or a range of them (CIDR), e.g. `10.0.0.0/8`, `2001:db8::/32`, `192.0.2.7`; null: it is none. */
function readRange(text: string): { address: string; bits: number; family: 'ipv4' | 'ipv6' } | null {
  const [address = '', length, ...rest] = text.trim().split('/')
  const version = isIP(address)
  const most = version === 4 ? 32 : 128
  if (version === 0 || rest.length > 0 || address.includes('%')) return null
  if (length !== undefined && !/^\d{1,3}$/.test(length)) return null
  const bits = length === undefined ? most : Number(length)
  return bits <= most ? { address, bits, family: version === 4 ? 'ipv4' : 'ipv6' } : null
}

/** What is wrong with a list of addresses and ranges. */
export function checkRanges(ranges: readonly string[], pointer: string): Problem[] {
  if (ranges.length > MAX_RANGES) {
    const message = { en: `At most ${MAX_RANGES} ranges`, 'zh-CN': `最多 ${MAX_RANGES} 个地址段` }
    return [{ pointer, code: 'max_items', message }]
  }
  return ranges.flatMap((range, index) => (readRange(range) ? [] : [noRange(`${pointer}/${index}`)]))
}

const noRange = (pointer: string): Problem => ({
  pointer,
  code: 'invalid_address',
  message: {
    en: 'Expected an address or a range such as 203.0.113.0/24 or 2001:db8::/32',
    'zh-CN': '应为地址或地址段，例如 203.0.113.0/24 或 2001:db8::/32',
  },
})

/** A test for ranges that have been checked; an IPv4 address is the same in its IPv6 form. */
export function addressTest(ranges: readonly string[]): AddressTest {
  const list = new BlockList()
  for (const range of ranges.map(readRange)) if (range) list.addSubnet(range.address, range.bits, range.family)
  return (address) => {
    const plain = plainAddress(address)
    const version = isIP(plain)
    return version !== 0 && list.check(plain, version === 4 ? 'ipv4' : 'ipv6')
  }
}

/** An address without a zone, and IPv4 as such where it comes in its IPv6 form. */
export function plainAddress(address: string): string {
  const [bare = ''] = address.split('%')
  return bare.toLowerCase().startsWith('::ffff:') && bare.includes('.') ? bare.slice('::ffff:'.length) : bare
}

/** Every level that has a list must hold the address; null: no level has one. */
export function everyLevel(levels: readonly (readonly string[])[]): AddressTest | null {
  const tests = levels.filter((ranges) => ranges.length > 0).map(addressTest)
  return tests.length === 0 ? null : (address) => tests.every((test) => test(address))
}
