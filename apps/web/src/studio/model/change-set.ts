import { diffToPatch } from '@fieldwork/metadata'

import type { Json } from './definitions.ts'
import { diffPaths } from './json.ts'
import type { PathChange } from './json.ts'

/** A kind that a plugin adds: its name, a dot, and a word. */
export type PluginKindName = `${string}.${string}`

/** Kinds of document that the studio edits. */
export type DraftKind =
  | 'object'
  | 'layout'
  | 'view'
  | 'conversion'
  | 'role'
  | 'dimension'
  | 'parameter'
  | 'member-rule'
  | 'workflow'
  | 'approval'
  | 'calendar'
  | 'deadline'
  | 'connection'
  | 'print-template'
  | PluginKindName

/** Where a document comes from: nothing published yet, the workspace's own, or shipped and only overlaid. */
export type DraftOrigin = 'new' | 'own' | 'shipped'

/** One document that differs from what is published. */
export interface DraftDocument {
  kind: DraftKind
  name: string
  origin: DraftOrigin
  /** as it is published; null for a new document */
  base: Json | null
  /** as it shall be; null: deleted */
  definition: Json | null
}

/** The body of a plan or a publication. */
export interface ChangeSet {
  put?: { kind: DraftKind; definition: Json }[]
  patch?: { kind: DraftKind; name: string; patch: Json }[]
  delete?: { kind: DraftKind; name: string }[]
}

/** Documents of a draft by `kind/name`. */
export type DraftDocuments = Record<string, DraftDocument>

/** The key of a document in a draft. */
export function documentKey(kind: DraftKind, name: string): string {
  return `${kind}/${name}`
}

/** What has to be sent: shipped documents as merge patches, own ones whole. */
export function changeSetOf(documents: DraftDocuments): ChangeSet {
  const changes: Required<ChangeSet> = { put: [], patch: [], delete: [] }
  for (const { kind, name, origin, base, definition } of Object.values(documents)) {
    if (definition === null) changes.delete.push({ kind, name })
    else if (origin === 'shipped') changes.patch.push({ kind, name, patch: diffToPatch(base, definition) as Json })
    else changes.put.push({ kind, definition })
  }
  return Object.fromEntries(Object.entries(changes).filter(([, entries]) => entries.length > 0))
}

/** What one document changes, by path; a new or deleted document is one change. */
export function documentChanges({ base, definition }: DraftDocument): PathChange[] {
  return diffPaths(base ?? undefined, definition ?? undefined)
}

/** How many places of the published documents a draft changes. */
export function countChanges(documents: DraftDocuments): number {
  return Object.values(documents).reduce((count, document) => count + documentChanges(document).length, 0)
}
