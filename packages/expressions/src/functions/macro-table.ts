import { DECIMAL, INTEGER, BOOLEAN } from '../types.ts'
import type { ExprType, LocalizedText, MacroName } from '../types.ts'

/** One way to go over a list, written `list.name(item, body)`. */
export interface MacroEntry {
  name: MacroName
  /** what the body must give; `ordered` is anything that `<` compares */
  body: 'condition' | 'number' | 'ordered'
  /** the type of the result, from the type of the body */
  result(body: ExprType): ExprType
  doc: LocalizedText
}

/** Every way to go over a list. Items for which a condition is null do not meet it; null values are skipped. */
export const macroTable: readonly MacroEntry[] = [
  {
    name: 'exists',
    body: 'condition',
    result: () => BOOLEAN,
    doc: { en: 'Whether at least one item meets the condition.', 'zh-CN': '是否至少有一项满足条件。' },
  },
  {
    name: 'all',
    body: 'condition',
    result: () => BOOLEAN,
    doc: {
      en: 'Whether every item meets the condition; true for an empty list.',
      'zh-CN': '是否每一项都满足条件；空列表为是。',
    },
  },
  {
    name: 'count',
    body: 'condition',
    result: () => INTEGER,
    doc: { en: 'The number of items that meet the condition.', 'zh-CN': '满足条件的项数。' },
  },
  {
    name: 'sum',
    body: 'number',
    result: (body) => (body.kind === 'integer' ? INTEGER : DECIMAL),
    doc: { en: 'The sum over the items; 0 for an empty list.', 'zh-CN': '各项之和；空列表为 0。' },
  },
  {
    name: 'min',
    body: 'ordered',
    result: (body) => body,
    doc: { en: 'The smallest value over the items; null for an empty list.', 'zh-CN': '各项中的最小值；空列表为空。' },
  },
  {
    name: 'max',
    body: 'ordered',
    result: (body) => body,
    doc: { en: 'The largest value over the items; null for an empty list.', 'zh-CN': '各项中的最大值；空列表为空。' },
  },
  {
    name: 'avg',
    body: 'number',
    result: () => DECIMAL,
    doc: { en: 'The average over the items; null for an empty list.', 'zh-CN': '各项的平均值；空列表为空。' },
  },
]

const byName = new Map(macroTable.map((entry) => [entry.name as string, entry]))

/** The entry of a name, if there is one. */
export function macroNamed(name: string): MacroEntry | undefined {
  return byName.get(name)
}

const bodies = { condition: 'condition', number: 'number', ordered: 'value' } as const

/** How a macro is shown, e.g. `list.exists(item, condition): boolean`. */
export function macroSignature({ name, body, result }: MacroEntry): string {
  const shown = { condition: BOOLEAN, number: DECIMAL, ordered: null }[body]
  return `list.${name}(item, ${bodies[body]}): ${shown ? result(shown).kind : 'any'}`
}
