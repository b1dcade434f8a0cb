import { useMemo } from 'react'

import { useViewDefinitions } from '../../catalog/queries.ts'
import { useDraft, useDraftStore } from '../../draft/draft-provider.tsx'
import { documentKey } from '../../model/change-set.ts'
import type { DraftDocument } from '../../model/change-set.ts'
import type { Json, ViewDefinition } from '../../model/definitions.ts'

/** A view with where it comes from. */
export interface EditableView {
  view: ViewDefinition
  origin: DraftDocument['origin']
  /** as it is published; null for a new one */
  base: ViewDefinition | null
}

/** The views of an object as the draft has them, in the order of their tabs, and the ways to change them. */
export function useObjectViews(object: string) {
  const published = useViewDefinitions().data
  const { documents } = useDraft()
  const store = useDraftStore()
  const views = useMemo(() => {
    const known = (published?.data ?? []).filter((view) => view.object === object)
    const isShipped = (name: string): boolean =>
      published?.layers[name]?.some((layer) => layer !== 'workspace') ?? false
    const fresh = Object.values(documents).filter(
      ({ kind, name, definition }) =>
        kind === 'view' && definition?.['object'] === object && !known.some((view) => view.name === name),
    )
    const all = [
      ...known.flatMap((view): EditableView[] => {
        const draft = documents[documentKey('view', view.name)]
        const shown = draft ? (draft.definition as ViewDefinition | null) : view
        return shown ? [{ view: shown, origin: isShipped(view.name) ? 'shipped' : 'own', base: view }] : []
      }),
      ...fresh.map(({ definition }): EditableView => ({
        view: definition as ViewDefinition,
        origin: 'new',
        base: null,
      })),
    ]
    return all.sort((a, b) => placeOf(a) - placeOf(b))
  }, [published, documents, object])

  const put = ({ view, origin, base }: EditableView, definition: ViewDefinition | null): void => {
    if (origin === 'new' && definition === null) store.drop(documentKey('view', view.name))
    else store.put({ kind: 'view', name: view.name, origin, base, definition: definition as Json | null })
  }
  return { views, isPending: published === undefined, put }
}

const placeOf = ({ view }: EditableView): number => (view.default === true ? -1_000_000 : 0) + (view.order ?? 0)
