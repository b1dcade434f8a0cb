import { useTexts } from '@fieldwork/ui'

import type { RevisionSummary } from './queries.ts'

/** What a publication is called: its message; what the program installed is said in the reader's language. */
export function useRevisionTitle(): (revision: RevisionSummary) => string {
  const { t } = useTexts('studio')
  const layerName = useLayerName()
  return ({ actor, message, documents }) => {
    if (actor !== null) return message ?? t('revisions.noMessage')
    const layers = [...new Set(documents.map((document) => document.layer))]
    return t('revisions.installed', { packages: layers.map(layerName).join(' · ') })
  }
}

/** What people call a layer; plugins by their own name. */
export function useLayerName(): (layer: string) => string {
  const { t } = useTexts('studio')
  return (layer) => t(`layers.${layer}`, { defaultValue: layer })
}
