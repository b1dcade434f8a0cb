import { useTexts } from '@fieldwork/ui'
import { Collapse, Tag } from 'antd'

import { documentChanges, documentKey } from '../model/change-set.ts'
import type { DraftDocument } from '../model/change-set.ts'
import { useDocumentTitle } from './document-title.ts'
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
