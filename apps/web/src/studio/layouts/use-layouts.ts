import { useTexts } from '@fieldwork/ui'
import { useMemo } from 'react'

import { useLayouts } from '../catalog/queries.ts'
import { useDraftedDocuments } from '../draft/use-documents.ts'
import type { Drafted } from '../draft/use-documents.ts'
import { useObjectDocument } from '../draft/use-document.ts'
import type { LayoutDefinition, RecordType } from '../model/definitions.ts'
import { LAYOUT_PURPOSES, withoutMadeLabel } from '../model/layouts.ts'
import { optionsOf } from '../model/object-edits.ts'
import { inOrder } from '../model/record-types.ts'

/** A layout with where it comes from. */
export type DraftedLayout = Drafted<LayoutDefinition>

/** The layouts of an object as the draft has them, and the way to change them. */
export function useObjectLayouts(object: string) {
  const { all, isPending, put } = useDraftedDocuments('layout', useLayouts().data)
  const layouts = useMemo(
    () =>
      all
        .filter(({ definition }) => definition.object === object)
        .map(withOwnLabel)
        .sort(byPurpose),
    [all, object],
  )
  const taken = useMemo(() => all.map(({ definition }) => definition.name), [all])
  return { layouts, taken, isPending, put }
}

/** Forms before details, those for all types before those of one. */
const byPurpose = ({ definition: a }: DraftedLayout, { definition: b }: DraftedLayout): number =>
  placeOf(a) < placeOf(b) ? -1 : 1

const placeOf = ({ purpose, recordType = '', name }: LayoutDefinition): string =>
  [LAYOUT_PURPOSES.indexOf(purpose), recordType, name].join(' ')

const withOwnLabel = ({ definition, origin, base }: DraftedLayout): DraftedLayout => ({
  definition: withoutMadeLabel(definition),
  origin,
  base: base && withoutMadeLabel(base),
})

/** The record types of an object in their order, as the draft has them. */
export function useRecordTypes(object: string): [string, RecordType][] {
  const { definition } = useObjectDocument(object)
  return definition ? inOrder(optionsOf(definition).recordTypes) : []
}

/** What people call a layout: its label, or what it is for. */
export function useLayoutTitle(): (layout: LayoutDefinition, types: [string, RecordType][]) => string {
  const { t, locale } = useTexts('studio')
  return (layout, types) => {
    const { label, purpose, recordType } = withoutMadeLabel(layout)
    if (label) return label[locale]
    const type = types.find(([name]) => name === recordType)?.[1].label?.[locale] ?? recordType
    return type === undefined ? t(`layouts.${purpose}`) : `${t(`layouts.${purpose}`)} · ${type}`
  }
}
