import { MAX_LINES } from '@fieldwork/fields'
import { isPlainObject } from '@fieldwork/metadata'
import type { CompiledCollection, CompiledObject } from '@fieldwork/metadata'
import type { Problem } from '@fieldwork/fields'
import type { FieldValues } from '../types.ts'
import { notAList, tooFewLines, tooManyLines } from './line-problems.ts'
import { readLineChanges } from './line-changes.ts'
import type { LineChanges } from './line-changes.ts'

/** The lines that were sent for one collection. */
export interface SentLines {
  collection: CompiledCollection
  lines: unknown[]
  /** only some lines were sent; null: they are the whole */
  changes: LineChanges | null
}

/** Where a line stands in what was sent. */
export const linePointer = ({ collection, changes }: SentLines, at: number): string =>
  `/${collection.name}${changes ? '/save' : ''}/${at}`

/** What was sent, taken apart: the record's own fields and its lines. */
export interface Split {
  own: FieldValues
  sent: SentLines[]
  problems: Problem[]
}

const collections = new WeakMap<CompiledObject, readonly CompiledCollection[]>()

/** The collections of lines that an object has; none for most. */
export function linesOf(object: CompiledObject): readonly CompiledCollection[] {
  const known = collections.get(object)
  if (known) return known
  const found = [...object.collections.values()].filter(({ isLines }) => isLines)
  collections.set(object, found)
  return found
}

/** null: no lines were sent, and none are missing */
export function splitLines(object: CompiledObject, values: FieldValues, mode: 'create' | 'update'): Split | null {
  const known = linesOf(object)
  if (known.length === 0 || !isPlainObject(values)) return null
  const meant = known.filter(({ name, minLines }) => Object.hasOwn(values, name) || (mode === 'create' && minLines > 0))
  if (meant.length === 0) return null
  const own = { ...values }
  const split: Split = { own, sent: [], problems: [] }
  for (const collection of meant) {
    const lines = own[collection.name] ?? (Object.hasOwn(own, collection.name) ? null : [])
    delete own[collection.name]
    if (Array.isArray(lines)) addLines(split, collection, lines)
    else if (mode === 'update' && isPlainObject(lines)) addChanges(split, collection, lines)
    else split.problems.push(notAList(`/${collection.name}`))
  }
  return split
}

function addLines({ sent, problems }: Split, collection: CompiledCollection, lines: unknown[]): void {
  const { name, minLines, maxLines } = collection
  const most = maxLines ?? MAX_LINES
  if (lines.length < minLines) problems.push(tooFewLines(`/${name}`, minLines))
  if (lines.length > most) problems.push(tooManyLines(`/${name}`, most))
  else sent.push({ collection, lines, changes: null })
}

/** How many lines there will be, is seen when they are written. */
function addChanges({ sent, problems }: Split, collection: CompiledCollection, entered: FieldValues): void {
  const { name, maxLines } = collection
  const { save, changes, problems: found } = readLineChanges(`/${name}`, entered)
  const most = maxLines ?? MAX_LINES
  if (save.length > most) found.push(tooManyLines(`/${name}/save`, most))
  if (found.length > 0) problems.push(...found)
  else sent.push({ collection, lines: save, changes })
}
