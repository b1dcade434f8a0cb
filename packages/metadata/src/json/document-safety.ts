import type { Problem } from '@fieldwork/fields'
import { text } from '../words.ts'
import { pointerOf } from './pointer.ts'

/** What one definition may cost: levels of nesting, keys and items, UTF-16 units of text in all. */
const documentLimits = { maxDepth: 24, maxValues: 100_000, maxText: 4_000_000 }

const unsafeKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

interface Walk {
  problems: Problem[]
  values: number
  text: number
}

/** Finds what no document may contain, before anything else looks at it: unsafe keys, too much depth, too much of it. */
export function checkDocumentSafety(document: unknown): Problem[] {
  const walk: Walk = { problems: [], values: 0, text: 0 }
  visit(walk, document, [])
  if (walk.values > documentLimits.maxValues || walk.text > documentLimits.maxText) walk.problems.push(tooLarge())
  return walk.problems
}

function visit(walk: Walk, value: unknown, path: string[]): void {
  walk.values += 1
  if (walk.values > documentLimits.maxValues) return
  if (typeof value === 'string') walk.text += value.length
  if (typeof value !== 'object' || value === null) return
  if (path.length >= documentLimits.maxDepth) walk.problems.push(tooDeep(path))
  else for (const key of Object.keys(value)) visitKey(walk, value, [...path, key])
}

function visitKey(walk: Walk, parent: object, path: string[]): void {
  const key = path[path.length - 1] as string
  walk.text += key.length
  if (unsafeKeys.has(key)) walk.problems.push(unsafeKey(path, key))
  else visit(walk, (parent as Record<string, unknown>)[key], path)
}

function unsafeKey(path: string[], key: string): Problem {
  const message = text(`“${key}” cannot be used as a name`, `“${key}”不能用作名称`)
  return { pointer: pointerOf(...path), code: 'unsafe_name', message, params: { name: key } }
}

function tooDeep(path: string[]): Problem {
  const { maxDepth } = documentLimits
  const message = text(`Nested deeper than ${maxDepth} levels`, `嵌套超过 ${maxDepth} 层`)
  return { pointer: pointerOf(...path), code: 'too_deep', message, params: { maxDepth } }
}

function tooLarge(): Problem {
  const message = text('The definition is too large; split it up', '定义内容过大，请拆分')
  return { pointer: '', code: 'too_large', message, params: { ...documentLimits } }
}
