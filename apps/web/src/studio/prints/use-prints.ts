import { useMemo } from 'react'

import { usePrintTemplateDefinitions } from '../catalog/queries.ts'
import { byOrder, useDraftedDocuments } from '../draft/use-documents.ts'
import type { Drafted } from '../draft/use-documents.ts'
import type { PrintTemplateDefinition } from './print-template.ts'

/** A print template with where it comes from. */
export type DraftedPrint = Drafted<PrintTemplateDefinition>

/** The print templates as the draft has them, those of an object together, in their order. */
export function useDraftedPrints() {
  const { all, isPending, put } = useDraftedDocuments('print-template', usePrintTemplateDefinitions().data)
  const prints = useMemo(
    () => [...all].sort((a, b) => a.definition.object.localeCompare(b.definition.object, 'en') || byOrder(a, b)),
    [all],
  )
  return { prints, isPending, put }
}
