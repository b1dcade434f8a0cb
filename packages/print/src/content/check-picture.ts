import { promisify } from 'node:util'
import { inflate } from 'node:zlib'

/** Why a picture cannot be printed. */
export type PictureFault = 'format' | 'damaged' | 'too-large'

const inflated = promisify(inflate)

/** What is drawn is held in memory without compression. */
const MOST_PIXELS = 25_000_000
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const HEAD_BYTES = 13
/** Samples of a pixel, by the colour type of a PNG. */
const SAMPLES: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }
/** Passes of an interlaced picture begin more lines than it has. */
const INTERLACED = 2

/**
 * Looks whether a picture can be drawn: the library that draws them takes PNG and JPEG, and a damaged PNG ends the
 * process there.
 *
 * @returns null: it can
 */
export async function checkPicture(content: Buffer): Promise<PictureFault | null> {
  if (content.subarray(0, PNG.length).equals(PNG)) return checkPng(content)
  return content[0] === 0xff && content[1] === 0xd8 ? checkJpeg(content) : 'format'
}

async function checkPng(content: Buffer): Promise<PictureFault | null> {
  const chunks = pngChunks(content)
  const head = chunks?.get('IHDR')?.[0]
  const data = chunks?.get('IDAT')
  if (!head || head.length !== HEAD_BYTES || !data) return 'damaged'
  const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)]
  const samples = SAMPLES[head[9]!]
  if (width * height === 0 || samples === undefined) return 'damaged'
  if (width * height > MOST_PIXELS) return 'too-large'
  const line = 1 + Math.ceil((width * samples * head[8]!) / 8)
  try {
    await inflated(Buffer.concat(data), { maxOutputLength: line * height * INTERLACED })
    return null
  } catch {
    // whatever is wrong with it: it cannot be drawn, which is told where it would stand
    return 'damaged'
  }
}

/** The contents of the parts of a PNG by type; null: it ends before its end. */
function pngChunks(content: Buffer): Map<string, Buffer[]> | null {
  const found = new Map<string, Buffer[]>()
  for (let at = PNG.length; at + 12 <= content.length;) {
    const end = at + 8 + content.readUInt32BE(at)
    const type = content.toString('latin1', at + 4, at + 8)
    if (end + 4 > content.length) return null
    found.set(type, [...(found.get(type) ?? []), content.subarray(at + 8, end)])
    if (type === 'IEND') return found
    at = end + 4
  }
  return null
}

/** Goes from mark to mark as far as the one that tells the size. */
function checkJpeg(content: Buffer): PictureFault | null {
  for (let at = 2; at + 9 <= content.length;) {
    if (content[at] !== 0xff) return 'damaged'
    const mark = content[at + 1]!
    if (isFrame(mark)) return content.readUInt16BE(at + 5) * content.readUInt16BE(at + 7) > 0 ? null : 'damaged'
    at += 2 + content.readUInt16BE(at + 2)
  }
  return 'damaged'
}

/** Start of frame: C0 to CF, but for those that are tables. */
const isFrame = (mark: number): boolean => mark >= 0xc0 && mark <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(mark)
