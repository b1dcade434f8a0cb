import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  randomBytes,
  scrypt,
  timingSafeEqual,
} from 'node:crypto'
import { promisify } from 'node:util'
import { appError } from '@fieldwork/metadata'
import { say } from '../../errors.ts'

/**
 * A stream under a passphrase: a header in clear, then frames of AES-256-GCM. A nonce counts the frames and tells the
 * last one (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár), so that none can be changed, moved, left
 * out or cut off.
 */
const MAGIC = Buffer.from('fieldwork-sealed-1\n')
const FRAME_BYTES = 64 << 10
const TAG_BYTES = 16
const PREFIX_BYTES = 7
const SALT_BYTES = 16
const COST = { N: 1 << 15, r: 8, p: 1 }
const HEADER_BYTES = SALT_BYTES + PREFIX_BYTES + TAG_BYTES
const MAX_MEMORY_BYTES = 64 << 20

interface Sealing {
  key: Buffer
  prefix: Buffer
  /** what every frame is bound to */
  header: Buffer
}

const derive = promisify<string, Buffer, number, object, Buffer>(scrypt)

/** Splits a key into one that seals and one that tells whether the passphrase is right. */
async function keysOf(passphrase: string, salt: Buffer): Promise<{ key: Buffer; check: Buffer }> {
  const both = await derive(passphrase.normalize('NFKC'), salt, 64, { ...COST, maxmem: MAX_MEMORY_BYTES })
  const check = createHmac('sha256', both.subarray(32)).update('passphrase').digest().subarray(0, TAG_BYTES)
  return { key: both.subarray(0, 32), check }
}

function nonceOf({ prefix }: Sealing, frame: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  prefix.copy(nonce)
  nonce.writeUInt32BE(frame, PREFIX_BYTES)
  nonce[11] = isLast ? 1 : 0
  return nonce
}

/** Seals a stream. */
export function sealStream(passphrase: string) {
  return async function* seal(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    const [salt, prefix] = [randomBytes(SALT_BYTES), randomBytes(PREFIX_BYTES)]
    const { key, check } = await keysOf(passphrase, salt)
    const header = Buffer.concat([MAGIC, salt, prefix, check])
    const sealing: Sealing = { key, prefix, header: createHash('sha256').update(header).digest() }
    yield header
    let frame = 0
    for await (const { content, isLast } of framesOf(source, FRAME_BYTES)) {
      const cipher = createCipheriv('aes-256-gcm', key, nonceOf(sealing, frame++, isLast)).setAAD(sealing.header)
      yield Buffer.concat([cipher.update(content), cipher.final(), cipher.getAuthTag()])
    }
  }
}

/**
 * Opens what `sealStream` sealed; what is not sealed passes as it is.
 *
 * @throws backup_passphrase (none, or the wrong one), backup_damaged
 */
export function openStream(passphrase: string | null) {
  return async function* open(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    const chunks = source[Symbol.asyncIterator]()
    const start = await readStart(chunks, MAGIC.length + HEADER_BYTES)
    const rest = restOf(start, chunks)
    if (!start.subarray(0, MAGIC.length).equals(MAGIC)) return yield* rest
    const sealing = await sealingOf(start, passphrase)
    yield* openFrames(skip(rest, MAGIC.length + HEADER_BYTES), sealing)
  }
}

async function sealingOf(start: Buffer, passphrase: string | null): Promise<Sealing> {
  const fields = start.subarray(MAGIC.length, MAGIC.length + HEADER_BYTES)
  if (fields.length < HEADER_BYTES) throw damaged()
  if (passphrase === null) throw appError('backup_passphrase')
  const salt = fields.subarray(0, SALT_BYTES)
  const prefix = fields.subarray(SALT_BYTES, SALT_BYTES + PREFIX_BYTES)
  const { key, check } = await keysOf(passphrase, salt)
  if (!timingSafeEqual(check, fields.subarray(SALT_BYTES + PREFIX_BYTES))) throw appError('backup_passphrase')
  const header = start.subarray(0, MAGIC.length + HEADER_BYTES)
  return { key, prefix, header: createHash('sha256').update(header).digest() }
}

async function* openFrames(source: AsyncIterable<Buffer>, sealing: Sealing): AsyncGenerator<Buffer> {
  let frame = 0
  for await (const { content, isLast } of framesOf(source, FRAME_BYTES + TAG_BYTES)) {
    if (content.length < TAG_BYTES) throw damaged()
    const decipher = createDecipheriv('aes-256-gcm', sealing.key, nonceOf(sealing, frame++, isLast))
      .setAAD(sealing.header)
      .setAuthTag(content.subarray(-TAG_BYTES))
    const clear = decipher.update(content.subarray(0, -TAG_BYTES))
    try {
      decipher.final()
    } catch (error) {
      throw damaged(error)
    }
    yield clear
  }
}

const damaged = (cause?: unknown) =>
  Object.assign(appError('backup_damaged', { reason: say('it was changed or cut off', '文件被改动或不完整') }), {
    cause,
  })

/** Pieces of one size; the last one is shorter, or empty, and told as such. */
async function* framesOf(
  source: AsyncIterable<Buffer>,
  size: number,
): AsyncGenerator<{ content: Buffer; isLast: boolean }> {
  let parts: Buffer[] = []
  let length = 0
  for await (const chunk of source) {
    parts.push(chunk)
    length += chunk.length
    if (length <= size) continue
    let whole = Buffer.concat(parts, length)
    // one frame is held back: whether it is the last one shows only later
    for (; whole.length > size; whole = whole.subarray(size)) yield { content: whole.subarray(0, size), isLast: false }
    parts = [whole]
    length = whole.length
  }
  yield { content: Buffer.concat(parts, length), isLast: true }
}

async function readStart(chunks: AsyncIterator<Buffer>, size: number): Promise<Buffer> {
  let start: Buffer = Buffer.alloc(0)
  while (start.length < size) {
    const { done, value } = await chunks.next()
    if (done === true) break
    start = Buffer.concat([start, value as Buffer])
  }
  return start
}

async function* restOf(start: Buffer, chunks: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield start
  for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) yield next.value
}

async function* skip(source: AsyncIterable<Buffer>, bytes: number): AsyncGenerator<Buffer> {
  let left = bytes
  for await (const chunk of source) {
    if (chunk.length > left) yield chunk.subarray(left)
    left = Math.max(0, left - chunk.length)
  }
}
