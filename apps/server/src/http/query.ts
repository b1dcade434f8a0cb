import type { FastifyRequest } from 'fastify'
import { refuse, say } from '../errors.ts'
import { isUnstorable } from './json-body.ts'

/**
 * Reads the query string.
 *
 * @param allowed the parameters that the operation knows
 * @throws unknown_parameter (all of them named), invalid_parameter (given twice, or unstorable text)
 */
export function readQuery<Name extends string>(
  request: FastifyRequest,
  allowed: ReadonlySet<Name>,
): Partial<Record<Name, string>> {
  const query = request.query as Record<string, string | string[]>
  const unknown: string[] = []
  for (const name in query) {
    const value = query[name]
    if (!allowed.has(name as Name)) unknown.push(name)
    else if (typeof value !== 'string')
      throw refuse('invalid_parameter', { name, reason: say('given more than once', '重复出现') })
    else if (isUnstorable(value))
      throw refuse('invalid_parameter', { name, reason: say('unreadable text', '含有无法识别的字符') })
  }
  if (unknown.length > 0) {
    throw refuse('unknown_parameter', { names: unknown.join(', '), allowed: [...allowed].join(', ') })
  }
  return query as Partial<Record<Name, string>>
}

/**
 * @returns undefined when the parameter was left out
 * @throws invalid_parameter unless it is a whole number within the bounds
 */
export function readInteger(
  value: string | undefined,
  { name, least, most }: { name: string; least: number; most: number },
): number | undefined {
  if (value === undefined) return undefined
  const number = /^-?\d{1,15}$/.test(value) ? Number(value) : Number.NaN
  if (number >= least && number <= most) return number
  throw refuse('invalid_parameter', {
    name,
    reason: say(`expected a whole number from ${least} to ${most}`, `应为 ${least} 至 ${most} 的整数`),
  })
}

/** Splits `a,b(c,d),e` at the commas outside brackets and quotes; empty parts are left out. */
export function splitList(text: string): string[] {
  const parts: string[] = []
  let depth = 0
  let quote = ''
  let start = 0
  for (let index = 0; index < text.length; index++) {
    const character = text[index]!
    if (quote) quote = character === quote ? '' : quote
    else if (character === '"' || character === "'") quote = character
    else if (character === '(') depth++
    else if (character === ')') depth--
    else if (character === ',' && depth === 0) {
      parts.push(text.slice(start, index))
      start = index + 1
    }
  }
  parts.push(text.slice(start))
  return parts.map((part) => part.trim()).filter((part) => part !== '')
}

/**
 * @returns undefined when the parameter was left out
 * @throws invalid_parameter unless it is one of the choices
 */
export function readChoice<Choice extends string>(
  value: string | undefined,
  { name, choices }: { name: string; choices: readonly Choice[] },
): Choice | undefined {
  if (value === undefined) return undefined
  const choice = choices.find((known) => known === value)
  if (choice !== undefined) return choice
  const reason = say(`expected one of ${choices.join(', ')}`, `可选值：${choices.join('、')}`)
  throw refuse('invalid_parameter', { name, reason })
}
