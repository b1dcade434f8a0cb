import { createHash } from 'node:crypto'

const namespace = Buffer.from('6f2b0b6cf7e24f0c9d0f3a5f2f1f7a10', 'hex')

/** The id that stands for a role where records are shared with it: a UUID of version 5 of its name. */
export function roleId(name: string): string {
  const hash = createHash('sha1').update(namespace).update(name).digest().subarray(0, 16)
  hash[6] = ((hash[6] as number) & 0x0f) | 0x50
  hash[8] = ((hash[8] as number) & 0x3f) | 0x80
  const hex = hash.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
