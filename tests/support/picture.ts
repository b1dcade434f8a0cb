import { Buffer } from 'node:buffer'
import { crc32, deflateSync } from 'node:zlib'

/** A PNG of one colour; white ones of any size are small. */
export function plainPicture(width: number, height: number, [red, green, blue] = [255, 255, 255]): Buffer {
  const pixels = Buffer.alloc(width * 3)
  for (let x = 0; x < width; x++) pixels.set([red!, green!, blue!], x * 3)
  const row = Buffer.concat([Buffer.from([0]), pixels])
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2, 0, 0, 0], 8)
  const rows = deflateSync(Buffer.concat(Array.from({ length: height }, () => row)), { level: 9 })
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  check.writeUInt32BE(crc32(body) >>> 0)
  return Buffer.concat([length, body, check])
}
