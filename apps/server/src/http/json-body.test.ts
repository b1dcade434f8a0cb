import { expect, test } from 'vitest'
import { MAX_JSON_DEPTH, parseJsonBody } from './json-body.ts'

const parse = (text: string) => parseJsonBody(Buffer.from(text))
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)

test('a JSON text becomes its value, an empty body undefined', () => {
  expect(parse('{"a":[1,"\\u4e2d \\\\u0000"]}')).toEqual({ a: [1, '中 \\u0000'] })
  expect(parse('')).toBeUndefined()
})

test('brackets inside strings do not count as depth', () => {
  expect(parse(JSON.stringify({ a: `\\"${'['.repeat(500)}` }))).toEqual({ a: `\\"${'['.repeat(500)}` })
})

test('the deepest value that is accepted is at the limit', () => {
  expect(parse(nested(MAX_JSON_DEPTH))).toBeInstanceOf(Array)
  expect(() => parse(nested(MAX_JSON_DEPTH + 1))).toThrow(expect.objectContaining({ code: 'invalid_json' }))
})

test.each([
  ['no JSON', '{"a":'],
  ['an own __proto__', '{"__proto__":{"admin":true}}'],
  ['an escaped __proto__', '{"\\u005f_proto__":{"admin":true}}'],
  ['constructor.prototype', '{"constructor":{"prototype":{"admin":true}}}'],
])('%s is invalid_json', (_, text) => {
  expect(() => parse(text)).toThrow(expect.objectContaining({ code: 'invalid_json', status: 400 }))
})

test('bytes that are not UTF-8 are invalid_json', () => {
  const body = Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')])
  expect(() => parseJsonBody(body)).toThrow(expect.objectContaining({ code: 'invalid_json' }))
})

test.each([
  ['a NUL character', '{"a":[{"b/c":"x\\u0000"}]}', '/a/0/b~1c'],
  ['half a surrogate pair', '{"a":"\\ud83d"}', '/a'],
  ['a NUL character in a name', '{"a":{"\\u0000":1}}', '/a'],
])('%s is invalid_text with its place', (_, text, pointer) => {
  expect(() => parse(text)).toThrow(expect.objectContaining({ code: 'invalid_text', params: { pointer } }))
})

test('a whole surrogate pair is kept', () => {
  expect(parse('{"a":"\\ud83d\\ude00"}')).toEqual({ a: '😀' })
})
