import { isPlainObject, ownValue } from '../json/plain-object.ts'
import { partsOf, pointerOf } from '../json/pointer.ts'
import type { DocumentName } from './change-set.ts'
import type { Documents } from './documents-of.ts'
import { documentKey, HIDDEN } from './merge-layers.ts'

/** A shipped document, or at `path` (RFC 6901) a part of one. */
export type ShippedPart = DocumentName & { path: string }

/**
 * What was taken out because it only showed something hidden, and so comes back with it: blocks, columns, pages and
 * menu entries. Rights do not: who took them away may have meant it.
 */
export function shownAlong(
  { below, own }: { below: Documents; own: Documents },
  { kind, name, path }: ShippedPart,
): ShippedPart[] {
  const [root, field] = partsOf(path)
  if (kind !== 'object' || (path !== '' && (root !== 'properties' || field === undefined))) return []
  return [...own.values()].flatMap((document) => {
    const shipped = below.get(documentKey(document.kind, document.name))?.body
    const paths = shipped === undefined ? [] : hiddenIn({ shipped, body: document.body }, { object: name, field })
    return paths.map((place) => ({ kind: document.kind, name: document.name, path: place }))
  })
}

interface Target {
  object: string
  field: string | undefined
}

function hiddenIn({ shipped, body }: Record<'shipped' | 'body', Record<string, unknown>>, target: Target): string[] {
  const isPage = shipped.object === target.object
  if (isPage && target.field === undefined) return body[HIDDEN] === true ? [''] : []
  const shows = (key: string, entry: unknown) =>
    target.field === undefined
      ? ownValue(entry, 'object') === target.object
      : isPage && shownFields(key, entry).includes(target.field)
  const whole = ['blocks', 'columns', 'items'].flatMap((collection) => {
    const removed = ownValue(body, collection)
    if (!isPlainObject(removed)) return []
    const keys = Object.keys(removed).filter((key) => removed[key] === null)
    return keys
      .filter((key) => shows(key, ownValue(ownValue(shipped, collection), key)))
      .map((key) => pointerOf(collection, key))
  })
  return isPage ? [...whole, ...hiddenInSummaries(body, target)] : whole
}

/** What was taken out of summaries that stay. */
function hiddenInSummaries(body: Record<string, unknown>, { field }: Target): string[] {
  const blocks = ownValue(body, 'blocks')
  if (!isPlainObject(blocks)) return []
  return Object.entries(blocks).flatMap(([key, block]) => {
    const fields = ownValue(block, 'fields')
    if (!isPlainObject(fields)) return []
    const paths = Object.keys(fields).filter((path) => fields[path] === null && firstOf(path) === field)
    return paths.map((path) => pointerOf('blocks', key, 'fields', path))
  })
}

/** The own fields that a block or column shows. */
function shownFields(key: string, entry: unknown): string[] {
  const fields = ownValue(entry, 'fields')
  const paths = isPlainObject(fields) ? Object.keys(fields) : [ownValue(entry, 'field') ?? key]
  return paths.map(firstOf)
}

const firstOf = (path: unknown): string => String(path).split('.')[0] as string
