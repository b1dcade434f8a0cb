import type { LocalizedText } from '@fieldwork/expressions'
import { useTexts } from '@fieldwork/ui'
import { Collapse, Tag } from 'antd'

import {
  useApps,
  useConversions,
  useDimensions,
  useDocumentLabels,
  useParameters,
  useLayouts,
  useMemberRules,
  useListViews,
  useRoles,
} from '../catalog/queries.ts'
import { useStudioObjects } from '../catalog/studio-objects.ts'
import type { LayoutDefinition } from '../model/definitions.ts'
import { documentChanges, documentKey } from '../model/change-set.ts'
import type { DraftDocument } from '../model/change-set.ts'
import { withoutMadeLabel } from '../model/layouts.ts'
import { PathChanges } from './path-changes.tsx'

/** The documents of the draft, each with what it changes. */
export function ChangedDocuments({ documents }: { documents: DraftDocument[] }) {
  const { t } = useTexts('studio')
  const titleOf = useDocumentTitle()
  return (
    <section className="st-documents" aria-label={t('publish.documents')}>
      <h3 className="st-group-title">{t('publish.documents')}</h3>
      <Collapse
        size="small"
        items={documents.map((document) => ({
          key: documentKey(document.kind, document.name),
          label: titleOf(document),
          extra: <ChangeTag document={document} />,
          children: <PathChanges changes={documentChanges(document)} />,
        }))}
      />
    </section>
  )
}

function ChangeTag({ document }: { document: DraftDocument }) {
  const { t } = useTexts('studio')
  if (document.base === null) return <Tag color="green">{t('diff.created')}</Tag>
  if (document.definition === null) return <Tag color="red">{t('diff.deleted')}</Tag>
  return <Tag color="gold">{t('diff.places', { count: documentChanges(document).length })}</Tag>
}

/** kinds whose documents carry what they are called */
const DRAFT_NAMED: ReadonlySet<string> = new Set([
  'view',
  'conversion',
  'role',
  'dimension',
  'parameter',
  'member-rule',
  'workflow',
  'approval',
  'calendar',
])

/** What people call a document: `Customer · form layout`. */
export function useDocumentTitle(): (
  document: Pick<DraftDocument, 'name'> & {
    kind: string
    base?: DraftDocument['base']
    definition?: DraftDocument['definition']
  },
) => string {
  const { t, locale } = useTexts('studio')
  const objects = useStudioObjects()
  const labelled: Record<string, { name: string; label: LocalizedText }[] | undefined> = {
    object: objects,
    app: useApps().data,
    role: useRoles().data,
    view: useListViews().data,
    dimension: useDimensions().data,
    'member-rule': useMemberRules().data,
    parameter: useParameters().data,
    conversion: useConversions().data,
    approval: useDocumentLabels('approval').data,
    workflow: useDocumentLabels('workflow').data,
    calendar: useDocumentLabels('calendar').data,
    deadline: useDocumentLabels('deadline').data,
    connection: useDocumentLabels('connection').data,
  }
  const labelOf = (kind: string, name: string): string =>
    labelled[kind]?.find((each) => each.name === name)?.label[locale] ?? name
  const layouts = useLayouts().data?.data ?? []
  return ({ kind, name, base, definition }) => {
    const layout: object | undefined = definition ?? base ?? layouts.find((each) => each.name === name)
    const drafted = (definition ?? base) as { label?: LocalizedText } | null | undefined
    if (kind !== 'layout' || !layout) {
      const label = DRAFT_NAMED.has(kind) ? drafted?.label?.[locale] : undefined
      return `${t(`kinds.${kind}`, { defaultValue: kind })} · ${label ?? labelOf(kind, name)}`
    }
    const { purpose, object, label } = withoutMadeLabel(layout as LayoutDefinition)
    return [t(`layouts.${purpose}`), labelOf('object', object), label?.[locale]].filter(Boolean).join(' · ')
  }
}
