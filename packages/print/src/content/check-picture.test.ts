import { deflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { checkPicture } from './check-picture.ts'

const chunk = (type: string, content: Buffer): Buffer => {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(content.length)
  return Buffer.concat([length, Buffer.from(type), content, Buffer.alloc(4)])
}

function png(data: Buffer, width = 4, height = 4): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 6], 8)
  const start = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([start, chunk('IHDR', head), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))])
}

const whole = deflateSync(Buffer.alloc(4 * 17))
const frame = [0xff, 0xc0, 0, 11, 8, 0, 2, 0, 2, 1, 1, 0x11, 0]

test.each([
  ['a whole PNG', png(whole), null],
  ['a PNG whose pixels are rubbish', png(Buffer.from('rubbish')), 'damaged'],
  ['a PNG that grows to more than it says', png(deflateSync(Buffer.alloc(1_000_000))), 'damaged'],
  ['a PNG that is cut off', png(whole).subarray(0, 50), 'damaged'],
  ['a PNG of 900 million pixels', png(whole, 30_000, 30_000), 'too-large'],
  ['a JPEG', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, ...frame]), null],
  ['a JPEG without a picture', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0]), 'damaged'],
  ['a WebP', Buffer.from('RIFF\0\0\0\0WEBPVP8 '), 'format'],
  ['nothing', Buffer.alloc(0), 'format'],
])('%s is looked at before it is drawn', async (_what, content, fault) => {
  expect(await checkPicture(content)).toBe(fault)
})
