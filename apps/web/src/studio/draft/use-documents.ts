import { useMemo } from 'react'

import type { DefinitionList } from '../catalog/types.ts'
import { documentKey } from '../model/change-set.ts'
import type { DraftDocument, DraftKind } from '../model/change-set.ts'
import type { Json } from '../model/definitions.ts'
import { useDraft, useDraftStore } from './draft-provider.tsx'

/** A definition with where it comes from. */
export interface Drafted<T> {
  definition: T
  origin: DraftDocument['origin']
  /** as it is published; null for a new one */
  base: T | null
}

/** By their order, smallest first; those without one last, by name. */
export function byOrder<T extends { name: string; order?: number }>(
  { definition: a }: Drafted<T>,
  { definition: b }: Drafted<T>,
): number {
  return (a.order ?? 1000) - (b.order ?? 1000) || (a.name < b.name ? -1 : 1)
}

/** The definitions of a kind as the draft has them, and the way to put one into the draft (null: removed). */
export function useDraftedDocuments<T extends { name: string }>(
  kind: DraftKind,
  published: DefinitionList<T> | undefined,
) {
  const { documents } = useDraft()
  const store = useDraftStore()
  const all = useMemo(() => draftedDocuments(kind, published, Object.values(documents)), [kind, published, documents])
  const put = ({ origin, base }: Drafted<T>, name: string, definition: T | null): void => {
    if (origin === 'new' && definition === null) store.drop(documentKey(kind, name))
    else store.put({ kind, name, origin, base: base as Json | null, definition: definition as Json | null })
  }
  return { all, isPending: published === undefined, put }
}

function draftedDocuments<T extends { name: string }>(
  kind: DraftKind,
  published: DefinitionList<T> | undefined,
  documents: DraftDocument[],
): Drafted<T>[] {
  const drafts = new Map(documents.flatMap((document) => (document.kind === kind ? [[document.name, document]] : [])))
  const isShipped = (name: string): boolean => published?.layers[name]?.some((layer) => layer !== 'workspace') ?? false
  const known = (published?.data ?? []).flatMap((document): Drafted<T>[] => {
    const draft = drafts.get(document.name)
    drafts.delete(document.name)
    if (draft && draft.definition === null) return []
    const origin = draft?.origin ?? (isShipped(document.name) ? 'shipped' : 'own')
    const base = (draft?.base ?? document) as T
    return [{ definition: (draft?.definition ?? document) as T, origin, base }]
  })
  const fresh = [...drafts.values()].flatMap(({ definition, origin, base }): Drafted<T>[] =>
    definition ? [{ definition: definition as unknown as T, origin, base: base as T | null }] : [],
  )
  return [...known, ...fresh]
}
