import { useTexts } from '@fieldwork/ui'
import { useMemo } from 'react'

import { useConversionDefinitions } from '../catalog/queries.ts'
import { useStudioObjects } from '../catalog/studio-objects.ts'
import { useDraftedDocuments } from '../draft/use-documents.ts'
import type { Drafted } from '../draft/use-documents.ts'
import type { ConversionDefinition, ConversionTarget } from '../model/conversions.ts'

/** A conversion with where it comes from. */
export type DraftedConversion = Drafted<ConversionDefinition>

/** The conversions as the draft has them in the order of their buttons, and the way to change them. */
export function useDraftedConversions() {
  const { all, isPending, put } = useDraftedDocuments('conversion', useConversionDefinitions().data)
  const conversions = useMemo(() => [...all].sort(byPlace), [all])
  return { conversions, isPending, put }
}

function byPlace({ definition: a }: DraftedConversion, { definition: b }: DraftedConversion): number {
  return (a.order ?? 0) - (b.order ?? 0) || (a.name < b.name ? -1 : 1)
}

/** What people call a target: its label, or that of its object. */
export function useTargetName(): (target: ConversionTarget) => string {
  const { locale } = useTexts('studio')
  const objects = useStudioObjects()
  return ({ label, object }) =>
    label?.[locale] || (objects.find(({ name }) => name === object)?.label[locale] ?? object)
}

/** The fields that callers can enter in a new record. */
export function enterable<Field extends { system: boolean; readOnly: boolean; name: string }>(
  fields: Field[],
): Field[] {
  return fields.filter(({ system, readOnly, name }) => !readOnly && (!system || name === 'owner'))
}
