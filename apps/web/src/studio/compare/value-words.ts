import { pointerTokens } from '../model/json.ts'

/** What a name in a definition may stand for. */
export type Named = 'role' | 'user' | 'object' | 'field' | 'transition' | 'step'

/** What people call things, and the words around them. */
export interface Words {
  /** undefined: nothing is called that */
  nameOf(kind: Named, name: string): string | undefined
  /** of a value that is one of a few, e.g. `all` as a `mode`; undefined: it is none of them */
  choiceOf(token: string, value: string): string | undefined
  /** of a member of a definition, e.g. `approvers` */
  memberOf(token: string): string
  locale: 'en' | 'zh-CN'
  yes: string
  no: string
  comma: string
}

/** Members whose texts name something. */
const NAMING: Record<string, Named> = {
  role: 'role',
  roles: 'role',
  overrideBy: 'role',
  user: 'user',
  users: 'user',
  object: 'object',
  field: 'field',
  fields: 'field',
  edit: 'field',
  require: 'field',
  requires: 'field',
  nameField: 'field',
  transition: 'transition',
  transitions: 'transition',
  next: 'step',
  to: 'step',
  first: 'step',
  node: 'step',
  returnTo: 'step',
}

/** Members whose own members are called like something. */
const CALLED: Record<string, Named> = { set: 'field', values: 'field', nodes: 'step', steps: 'step', branches: 'step' }

/** A place in a definition in people's words: members by what they are called, the rest by what it names. */
export function placeIn(pointer: string, words: Words): string {
  const tokens = pointerTokens(pointer)
  return tokens.map((token, at) => keyWords(token, tokens[at - 1], words)).join(' › ')
}

function keyWords(token: string, parent: string | undefined, words: Words): string {
  const called = CALLED[parent ?? '']
  return (called && words.nameOf(called, token)) ?? words.memberOf(token)
}

/** A value in a definition in people's words: names by what they are called, lists in a line, parts line by line. */
export function valueWords(pointer: string, value: unknown, words: Words): string {
  const tokens = pointerTokens(pointer)
  return wordsAt(tokens.at(-1) ?? '', value, words)
}

function wordsAt(token: string, value: unknown, words: Words): string {
  if (typeof value === 'boolean') return value ? words.yes : words.no
  if (typeof value === 'string') {
    const kind = NAMING[token]
    return (kind ? words.nameOf(kind, value) : words.choiceOf(token, value)) ?? value
  }
  if (Array.isArray(value)) {
    const each = value.map((item) => wordsAt(token, item, words))
    return each.some((text) => text.includes('\n')) ? each.join('\n\n') : each.join(words.comma)
  }
  if (typeof value !== 'object' || value === null) return String(value)
  return partWords(token, value as Record<string, unknown>, words)
}

function partWords(token: string, value: Record<string, unknown>, words: Words): string {
  const text = value[words.locale]
  if (typeof text === 'string') return text
  return Object.entries(value)
    .filter(([key]) => key !== 'place')
    .map(([key, part]) => {
      const inner = wordsAt(key, part, words)
      const isDeep = inner.includes('\n') || (typeof part === 'object' && part !== null && !isFlat(part, words))
      return `${keyWords(key, token, words)}: ${isDeep ? `\n${indented(inner)}` : inner}`
    })
    .join('\n')
}

/** Lists and texts in two languages stay in the line of what they are. */
const isFlat = (part: object, { locale }: Words): boolean => Array.isArray(part) || locale in part

const indented = (text: string): string =>
  text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n')
