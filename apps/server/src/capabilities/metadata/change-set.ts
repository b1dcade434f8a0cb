import type { Problem } from '@fieldwork/fields'
import type { BaseOption } from '@fieldwork/database'
import { isPlainObject, pointerOf, type ChangeSet } from '@fieldwork/metadata'
import { refuse } from '../../errors.ts'
import { flag, integer, list, optional, readMembers, text } from '../../http/body.ts'

const MAX_MESSAGE = 1000

const body = {
  put: optional(list),
  patch: optional(list),
  delete: optional(list),
  reset: optional(list),
  show: optional(list),
  confirm: optional(flag),
  message: optional(text),
  base_revision: optional(integer(0, Number.MAX_SAFE_INTEGER)),
}

/** What the members of an entry must be, by list. */
const ENTRIES = {
  put: { kind: 'text', definition: 'object' },
  patch: { kind: 'text', name: 'text', patch: 'object' },
  delete: { kind: 'text', name: 'text' },
  reset: { kind: 'text', name: 'text' },
  show: { kind: 'text', name: 'text', path: 'place' },
} as const

type Expected = 'text' | 'object' | 'place'

/**
 * Reads a change of definitions. Whether the definitions make sense is decided by the plan.
 *
 * @throws validation_failed with every problem of the outer shape
 */
export function readChangeSet(value: unknown): ChangeSet & BaseOption & { confirm: boolean; message?: string } {
  const { confirm = false, message, base_revision: baseRevision, ...lists } = readMembers(value, body)
  const problems = (Object.keys(ENTRIES) as (keyof typeof ENTRIES)[]).flatMap((name) =>
    (lists[name] ?? []).flatMap((entry, index) => checkEntry(entry, `/${name}/${index}`, ENTRIES[name])),
  )
  if (problems.length > 0) throw refuse('validation_failed', {}, problems)
  const changes = Object.fromEntries(Object.entries(lists).filter(([, entries]) => entries !== undefined)) as ChangeSet
  const words = message === undefined ? {} : { message: message.slice(0, MAX_MESSAGE) }
  return { ...changes, baseRevision, confirm, ...words }
}

/** What is wrong with an entry of a list; a `place` may be left out. */
export function checkEntry(entry: unknown, pointer: string, members: Record<string, Expected>): Problem[] {
  if (!isPlainObject(entry)) return [expected(pointer, 'an object', '对象')]
  const unknown = Object.keys(entry)
    .filter((name) => !Object.hasOwn(members, name))
    .map((name) =>
      expected(pointer + pointerOf(name), `one of ${Object.keys(members).join(', ')}`, Object.keys(members).join('、')),
    )
  const wrong = Object.entries(members)
    .filter(([name, type]) => !matchers[type](entry[name]))
    .map(([name, type]) => expected(`${pointer}/${name}`, ...expectedWords[type]))
  return [...unknown, ...wrong]
}

const matchers: Record<Expected, (value: unknown) => boolean> = {
  text: (value) => typeof value === 'string',
  object: isPlainObject,
  place: (value) => value === undefined || (typeof value === 'string' && /^(?:\/[^/]*)*$/.test(value)),
}

const expectedWords: Record<Expected, [string, string]> = {
  text: ['text', '文本'],
  object: ['an object', '对象'],
  place: ['a JSON pointer such as /properties/fax', 'JSON 指针，例如 /properties/fax'],
}

function expected(pointer: string, en: string, zh: string): Problem {
  return { pointer, code: 'type', message: { en: `Expected ${en}`, 'zh-CN': `应为${zh}` } }
}
