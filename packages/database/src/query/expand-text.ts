import type { Problem } from '@fieldwork/fields'

const optionNames = ['limit', 'sort', 'filter', 'fields', 'expand'] as const
type OptionName = (typeof optionNames)[number]

/** `name(option:value,…)` as it was written. */
export interface ExpandText {
  name: string
  options: Partial<Record<Exclude<OptionName, 'expand'>, string>>
  expand: ExpandText[]
}

const item = /^([a-z][a-z0-9_]*)\s*(?:\(([\s\S]*)\))?$/
const option = new RegExp(`^(${optionNames.join('|')})\\s*:([\\s\\S]*)$`)

/** Reads `lines(limit:5,fields:a,b,expand:parts(limit:2)),contacts`; what cannot be read is reported. */
export function readExpand(text: string, problems: Problem[]): ExpandText[] {
  return splitOutside(text).flatMap((part) => {
    const [, name, inside = ''] = item.exec(part) ?? []
    if (name === undefined) {
      problems.push(unreadable(part))
      return []
    }
    return [{ name, ...readOptions(inside, problems) }]
  })
}

/** A part that begins with no option's name goes on with the option before: `fields:a,b`. */
function readOptions(text: string, problems: Problem[]): Omit<ExpandText, 'name'> {
  const found = new Map<OptionName, string>()
  let last: OptionName | undefined
  for (const part of splitOutside(text)) {
    const [, name, value = ''] = option.exec(part) ?? []
    if (name !== undefined && !found.has(name as OptionName)) {
      last = name as OptionName
      found.set(last, value.trim())
    } else if (last === undefined || name !== undefined) problems.push(unreadable(part))
    else found.set(last, `${found.get(last)},${part}`)
  }
  const { expand = '', ...options } = Object.fromEntries(found) as Partial<Record<OptionName, string>>
  return { options, expand: readExpand(expand, problems) }
}

const closing: Record<string, string> = { '(': ')', '[': ']', '{': '}' }

/** Splits at the commas outside brackets and quotes; empty parts are left out. */
function splitOutside(text: string): string[] {
  const parts: string[] = []
  const open: string[] = []
  let quote = ''
  let start = 0
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? ''
    if (quote !== '') {
      if (character === '\\') at++
      else if (character === quote) quote = ''
    } else if (character === '"' || character === "'") quote = character
    else if (character in closing) open.push(closing[character] ?? '')
    else if (character === open.at(-1)) open.pop()
    else if (character === ',' && open.length === 0) {
      parts.push(text.slice(start, at))
      start = at + 1
    }
  }
  parts.push(text.slice(start))
  return parts.map((part) => part.trim()).filter((part) => part !== '')
}

function unreadable(part: string): Problem {
  const shown = part.length > 80 ? `${part.slice(0, 80)}…` : part
  return {
    code: 'invalid_expand',
    message: {
      en: `“${shown}” cannot be read; write lines(limit:5,sort:-amount,filter:amount > 1,fields:a,b,expand:…)`,
      'zh-CN': `无法识别“${shown}”，格式如 lines(limit:5,sort:-amount,filter:amount > 1,fields:a,b,expand:…)`,
    },
    params: { parameter: 'expand' },
  }
}
