import { describe, expect, it } from 'vitest'
import { isStorableText } from './storable-text.ts'

describe('storable text', () => {
  it.each(['', 'Acme', '示例', '😀', 'a\tb\nc\r\nd', '\u{10ffff}', '\ufffe'])('holds %j', (text) => {
    expect(isStorableText(text)).toBe(true)
  })

  it.each(['\u0000', 'a\u0000b', '\ud83d', '\ude00', '\ude00\ud83d', '\u0007', '\u001b[0m', '\u007f', '\u0085'])(
    'does not hold %j',
    (text) => {
      expect(isStorableText(text)).toBe(false)
    },
  )

  it('does not judge what is no text', () => {
    expect([null, 1, ['\u0000']].map(isStorableText)).toEqual([true, true, true])
  })
})
