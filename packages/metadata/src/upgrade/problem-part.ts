import type { Kind, Layer } from '../catalog.ts'
import { valueIn } from '../json/compose-patches.ts'
import { isPlainObject } from '../json/plain-object.ts'
import { partsOf } from '../json/pointer.ts'
import type { DocumentName } from '../layers/change-set.ts'
import type { Documents } from '../layers/documents-of.ts'
import { documentKey, HIDDEN } from '../layers/merge-layers.ts'
import type { DefinitionProblem } from '../problems.ts'

/** A part of one of the workspace's documents. */
export interface OwnPart extends DocumentName {
  path: string[]
}

interface Sides {
  own: Documents
  below: Documents
}

/** The part of the workspace's layer that a problem is to be blamed on; null: none. */
export function findPart(sides: Sides, problem: DefinitionProblem): OwnPart | null {
  return partAt(sides, problem, true) ?? removalBehind(sides, problem) ?? partAt(sides, problem, false)
}

/** @param exactly only where the workspace's document itself has the place of the problem, or ends above it */
function partAt(
  { own, below }: Sides,
  { kind, name, pointer = '' }: DefinitionProblem,
  exactly: boolean,
): OwnPart | null {
  const key = documentKey(kind, name)
  const document = own.get(key)
  if (!document) return null
  const parts = partsOf(pointer)
  const depth = depthIn(document.body, parts)
  const isPart = depth < parts.length && isPlainObject(valueIn(document.body, parts.slice(0, depth)))
  const shipped = below.get(key)?.body
  if (exactly && isPart && shipped !== undefined) return null
  const path = parts.slice(0, cutDepth({ kind, parts, depth, shipped }))
  return depth === 0 && shipped !== undefined && exactly ? null : { kind, name, path }
}

/** How many keys of a path a document has. */
function depthIn(document: unknown, parts: string[]): number {
  const missing = parts.findIndex((_, at) => valueIn(document, parts.slice(0, at + 1)) === undefined)
  return missing === -1 ? parts.length : missing
}

/** Keys of fields and blocks that these can do without. */
const decorations: ReadonlySet<string> = new Set(['default', 'filter', 'visibleWhen', 'requiredWhen', 'readOnlyWhen'])

interface Cut {
  kind: Kind
  parts: string[]
  depth: number
  shipped: unknown
}

/**
 * How far down to cut: a value that replaces a shipped one alone, so that the shipped one is back; of what the
 * workspace added the whole entry (a rule, a field, a block), since a part of it may mean something else.
 */
function cutDepth({ kind, parts, depth, shipped }: Cut): number {
  const entry = Math.min(depth, entryDepth(kind, parts))
  if (kind === 'role') return entry
  if (depth >= 3 && depth > entry && decorations.has(parts[depth - 1] as string)) return depth
  if (shipped === undefined) return entry
  const known = depthIn(shipped, parts.slice(0, depth))
  return known === depth ? depth : Math.max(known + 1, entry)
}

/** How many keys lead to an entry of one of the document's collections. */
function entryDepth(kind: Kind, [root, group]: string[]): number {
  if (kind !== 'object') return root !== undefined && collections.has(root) ? 2 : 0
  if (root !== 'x-object') return root === 'properties' ? 2 : 1
  return group === 'states' ? 4 : 3
}

const collections: ReadonlySet<string> = new Set(['blocks', 'columns', 'items', 'grants', 'texts'])

/** What the workspace removed or hid, and a new release needs: a field, an object, another document. */
function removalBehind({ own }: Sides, { params = {} }: DefinitionProblem): OwnPart | null {
  const [object, field] = [params.object, params.field ?? params.name].map((name) => name as string | undefined)
  const path = ['properties', field ?? '']
  for (const { kind, name, body } of own.values()) {
    const isMeant = object === undefined ? kind === 'object' : kind === 'object' && name === object
    if (isMeant && field !== undefined && valueIn(body, path) === null) return { kind, name, path }
  }
  const hidden = [...own.values()].find((document) => isHidden(document) && [object, field].includes(document.name))
  return hidden ? { kind: hidden.kind, name: hidden.name, path: [HIDDEN] } : null
}

const isHidden = ({ body }: Layer['documents'][number]): boolean => body[HIDDEN] === true
