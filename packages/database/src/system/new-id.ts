import { randomBytes } from 'node:crypto'

const idsPerRefill = 256
const bytesPerId = 8
const counterBits = 12
const lastCounter = 2 ** counterBits - 1

let random = Buffer.alloc(0)
let used = 0
let lastMs = 0
let counter = 0

/**
 * A new UUID of version 7 (RFC 9562, section 5.7; counter as in section 6.2, method 1): sorts by time, and within one
 * process by the order of making even in the same millisecond or when the clock steps back.
 */
export function newId(): string {
  const tail = randomTail()
  tick(tail.readUInt16BE(0))
  const time = lastMs.toString(16).padStart(12, '0')
  const sequence = (0x7000 | counter).toString(16)
  tail[0] = 0x80 | (tail[0]! & 0x3f)
  const node = tail.toString('hex')
  return `${time.slice(0, 8)}-${time.slice(8)}-${sequence}-${node.slice(0, 4)}-${node.slice(4)}`
}

/** Starts each millisecond in the lower half of the counter, so that most have room left; a full one borrows from the next. */
function tick(seed: number): void {
  const nowMs = Date.now()
  if (nowMs > lastMs) {
    lastMs = nowMs
    counter = seed & (lastCounter >> 1)
  } else if (counter < lastCounter) {
    counter++
  } else {
    lastMs++
    counter = 0
  }
}

function randomTail(): Buffer {
  if (used === random.length) {
    random = randomBytes(idsPerRefill * bytesPerId)
    used = 0
  }
  used += bytesPerId
  return random.subarray(used - bytesPerId, used)
}
