const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const uuidType = 2950
const headerBytes = 20
const idBytes = 20

/**
 * A list of ids as the value of a `uuid[]` parameter, in the order of PostgreSQL and in its binary form: made once for
 * many statements, and read without the text of each id being parsed. What is no id is left out: nothing has it.
 */
export function boundIds(ids: readonly unknown[]): Buffer {
  const known = ids.filter((id): id is string => typeof id === 'string' && uuid.test(id)).map((id) => id.toLowerCase())
  const sorted = [...new Set(known)].toSorted()
  const bytes = Buffer.alloc(sorted.length === 0 ? 12 : headerBytes + sorted.length * idBytes)
  bytes.writeInt32BE(sorted.length === 0 ? 0 : 1, 0)
  bytes.writeInt32BE(uuidType, 8)
  if (sorted.length === 0) return bytes
  bytes.writeInt32BE(sorted.length, 12)
  bytes.writeInt32BE(1, 16)
  for (const [at, id] of sorted.entries()) {
    bytes.writeInt32BE(16, headerBytes + at * idBytes)
    bytes.write(id.replaceAll('-', ''), headerBytes + at * idBytes + 4, 'hex')
  }
  return bytes
}

/** How many ids a bound list has. */
export const countOfIds = (list: unknown): number =>
  list instanceof Uint8Array && list.length > 12 ? (list.length - headerBytes) / idBytes : 0
