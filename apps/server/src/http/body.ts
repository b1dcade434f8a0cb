import { isId } from '@fieldwork/database'
import type { LocalizedText, Problem } from '@fieldwork/fields'
import { isPlainObject, pointerOf } from '@fieldwork/metadata'
import { refuse, say } from '../errors.ts'

const MAX_TEXT = 10_000

/** A member of a body: how to read it, and whether it may be left out. */
export interface Member<Value, Optional extends boolean> {
  optional: Optional
  expected: LocalizedText
  matches(value: unknown): value is Value
}

type Shape = Record<string, Member<unknown, boolean>>
type ValueOf<M> =
  M extends Member<infer Value, infer Optional> ? (Optional extends true ? Value | undefined : Value) : never
export type BodyOf<S extends Shape> = { [Name in keyof S]: ValueOf<S[Name]> }

const member = <Value>(en: string, zh: string, matches: (value: unknown) => value is Value): Member<Value, false> => ({
  optional: false,
  expected: { en, 'zh-CN': zh },
  matches,
})

const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= MAX_TEXT

export const text = member('text', '文本', (value): value is string => isText(value) && value.trim() !== '')
export const identifier = member('an id', '记录标识', (value): value is string => isText(value) && isId(value))
export const identifiers = member(
  'a list of at most 1,000 ids',
  '记录标识列表（最多 1,000 个）',
  (value): value is string[] => {
    return Array.isArray(value) && value.length <= 1000 && value.every((item) => isText(item) && isId(item))
  },
)
export const level = member('read or edit', 'read 或 edit', (value): value is 'read' | 'edit' => {
  return value === 'read' || value === 'edit'
})
export const anyText = member('text', '文本', isText)
export const textOrNull = member('text or null', '文本或 null', (value): value is string | null => {
  return value === null || (isText(value) && value !== '')
})
export const flag = member('true or false', 'true 或 false', (value): value is boolean => typeof value === 'boolean')
export const texts = member('a list of texts', '文本列表', (value): value is string[] => {
  return Array.isArray(value) && value.length <= 1000 && value.every(isText)
})
export const list = member('a list', '列表', (value): value is unknown[] => Array.isArray(value))
export const record = member('values by field name', '字段名到值的对象', isPlainObject)
export const integer = (least: number, most: number) =>
  member(`a whole number from ${least} to ${most}`, `${least} 至 ${most} 的整数`, (value): value is number => {
    return Number.isInteger(value) && (value as number) >= least && (value as number) <= most
  })

export const oneOf = <Value extends string>(...values: Value[]) =>
  member(`one of ${values.join(', ')}`, `${values.join('、')} 之一`, (value): value is Value =>
    values.includes(value as Value),
  )

export function optional<Value>(required: Member<Value, false>): Member<Value, true> {
  return { ...required, optional: true }
}

/**
 * Reads a body of a known shape; null counts as left out.
 *
 * @throws invalid_request when it is no object, validation_failed with every problem, unknown members too
 */
export function readMembers<S extends Shape>(body: unknown, shape: S): BodyOf<S> {
  const given = requireObject(body)
  const problems: Problem[] = Object.keys(given)
    .filter((name) => !Object.hasOwn(shape, name))
    .map((name) => problemOf(name, 'unknown_property', { en: 'There is no such property', 'zh-CN': '没有此属性' }))
  const result: Record<string, unknown> = {}
  for (const [name, { optional, expected, matches }] of Object.entries(shape)) {
    const value = given[name] ?? undefined
    if (value === undefined ? optional : matches(value)) result[name] = value
    else problems.push(problemOf(name, value === undefined ? 'required' : 'type', expectedText(expected)))
  }
  if (problems.length > 0) throw refuse('validation_failed', {}, problems)
  return result as BodyOf<S>
}

/** @throws invalid_request unless the body is a JSON object */
export function requireObject(body: unknown): Record<string, unknown> {
  if (!isPlainObject(body))
    throw refuse('invalid_request', { reason: say('the body must be a JSON object', '请求正文必须是 JSON 对象') })
  return body
}

function problemOf(name: string, code: string, message: LocalizedText): Problem {
  return { pointer: pointerOf(name), code, message }
}

function expectedText(expected: LocalizedText): LocalizedText {
  return { en: `Expected ${expected.en}`, 'zh-CN': `应为${expected['zh-CN']}` }
}
