import type { LocalizedText } from '@fieldwork/expressions'
import { useTexts } from '@fieldwork/ui'

import { useDocumentLabels, useLayouts } from '../catalog/queries.ts'
import { useStudioObjects } from '../catalog/studio-objects.ts'
import { useDraft } from '../draft/draft-provider.tsx'
import type { DraftDocument } from '../model/change-set.ts'
import type { LayoutDefinition } from '../model/definitions.ts'
import { withoutMadeLabel } from '../model/layouts.ts'
import { usePluginKinds } from '../plugin-kinds/queries.ts'

/** kinds whose documents carry what they are called */
const LABELLED = [
  'app',
  'role',
  'view',
  'dimension',
  'member-rule',
  'parameter',
  'conversion',
  'workflow',
  'approval',
  'calendar',
  'deadline',
  'connection',
  'print-template',
]

/** A document that is to be called by its name; with its definitions where these are at hand. */
type Titled = { kind: string; name: string } & Partial<Pick<DraftDocument, 'base' | 'definition'>>

/** What people call a document: its label, else its name; a layout by its purpose and object. */
export function useDocumentLabel(): (document: Titled) => string {
  const { t, locale } = useTexts('studio')
  const objects = useStudioObjects()
  const { kinds } = usePluginKinds()
  const labels = useDocumentLabels([...LABELLED, ...kinds.map((kind) => kind.name)])
  const layouts = useLayouts().data?.data ?? []
  const { documents } = useDraft()
  const objectOf = (name: string): string => objects.find((object) => object.name === name)?.label[locale] ?? name
  return ({ kind, name, ...at }) => {
    const { definition, base } = at.definition || at.base ? at : (documents[`${kind}/${name}`] ?? {})
    const drafted: object | null | undefined = definition ?? base
    if (kind === 'object') return objectOf(name)
    if (kind === 'layout') {
      const layout = drafted ?? layouts.find((each) => each.name === name)
      if (!layout) return name
      const { purpose, object, label } = withoutMadeLabel(layout as LayoutDefinition)
      return [t(`layouts.${purpose}`), objectOf(object), label?.[locale]].filter(Boolean).join(' · ')
    }
    const label = (drafted as { label?: LocalizedText } | null | undefined)?.label ?? labels.get(`${kind}/${name}`)
    return label?.[locale] ?? name
  }
}

/** What people call a document, after its kind: `Role · Sales`, `Form layout · Customer`. */
export function useDocumentTitle(): (document: Titled) => string {
  const { t, locale } = useTexts('studio')
  const { kinds } = usePluginKinds()
  const labelOf = useDocumentLabel()
  const kindOf = (kind: string): string =>
    kinds.find(({ name }) => name === kind)?.label[locale] ?? t(`kinds.${kind}`, { defaultValue: kind })
  return (document) => {
    const label = labelOf(document)
    const isTold = document.kind === 'layout' && label !== document.name
    return isTold ? label : `${kindOf(document.kind)} · ${label}`
  }
}
