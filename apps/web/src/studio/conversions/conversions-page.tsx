import { PlusOutlined } from '@ant-design/icons'
import { EmptyState, PageHeader, useTexts } from '@fieldwork/ui'
import { Button, Skeleton } from 'antd'
import { useState } from 'react'

import { useStudioObjects } from '../catalog/studio-objects.ts'
import { ConversionList } from './conversion-list.tsx'
import { NewConversionDialog } from './new-conversion-dialog.tsx'
import { useDraftedConversions } from './use-conversions.ts'

/** Every conversion, under the object whose records it converts. */
export function ConversionsPage() {
  const { t, locale } = useTexts('studio')
  const objects = useStudioObjects()
  const { conversions, isPending } = useDraftedConversions()
  const [isCreating, setCreating] = useState(false)
  const sources = [...new Set(conversions.map(({ definition }) => definition.source))]
  const add = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setCreating(true)}>
      {t('conversions.add')}
    </Button>
  )
  return (
    <div className="st-page">
      <PageHeader title={t('conversions.title')} line={t('conversions.line')} actions={add} />
      {isPending ? <Skeleton active title={false} /> : null}
      {!isPending && conversions.length === 0 ? (
        <EmptyState icon="swap" title={t('conversions.none')} text={t('conversions.noneText')} action={add} />
      ) : null}
      {sources.map((source) => (
        <section key={source} className="st-conversion-group">
          <h2 className="st-group-title">{objects.find(({ name }) => name === source)?.label[locale] ?? source}</h2>
          <ConversionList conversions={conversions.filter(({ definition }) => definition.source === source)} />
        </section>
      ))}
      {isCreating ? <NewConversionDialog source={undefined} onClose={() => setCreating(false)} /> : null}
    </div>
  )
}
