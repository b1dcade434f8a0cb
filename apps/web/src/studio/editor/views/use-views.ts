import { useMemo } from 'react'

import { useViewDefinitions } from '../../catalog/queries.ts'
import { useDraftedDocuments } from '../../draft/use-documents.ts'
import type { DraftDocument } from '../../model/change-set.ts'
import type { ViewDefinition } from '../../model/definitions.ts'

/** A view with where it comes from. */
export interface EditableView {
  view: ViewDefinition
  origin: DraftDocument['origin']
  /** as it is published; null for a new one */
  base: ViewDefinition | null
}

/** The views of an object as the draft has them, in the order of their tabs, and the ways to change them. */
export function useObjectViews(object: string) {
  const { all, isPending, put: putDocument } = useDraftedDocuments('view', useViewDefinitions().data)
  const views = useMemo(() => {
    const own = all.filter(({ definition }) => definition.object === object)
    return own.map(({ definition, ...rest }): EditableView => ({ view: definition, ...rest })).sort(byPlace)
  }, [all, object])
  const put = ({ view, origin, base }: EditableView, definition: ViewDefinition | null): void =>
    putDocument({ definition: view, origin, base }, view.name, definition)
  return { views, isPending, put }
}

const byPlace = (a: EditableView, b: EditableView): number => placeOf(a) - placeOf(b)

const placeOf = ({ view }: EditableView): number => (view.default === true ? -1_000_000 : 0) + (view.order ?? 0)
