import { useTexts } from '@fieldwork/ui'
import { Tag } from 'antd'

import type { Drafted } from '../draft/use-documents.ts'
import { sameJson } from '../model/json.ts'

/** Whether a document is shipped, and what the draft makes of it. */
export function DraftTags({ document: { definition, base, origin } }: { document: Drafted<object> }) {
  const { t } = useTexts('studio')
  return (
    <>
      {origin === 'shipped' ? <Tag>{t('origin.shipped')}</Tag> : null}
      {base === null ? <Tag color="gold">{t('origin.new')}</Tag> : null}
      {base && !sameJson(base, definition) ? <Tag color="gold">{t('origin.changed')}</Tag> : null}
    </>
  )
}
