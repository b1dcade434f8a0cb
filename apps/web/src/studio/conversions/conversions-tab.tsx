import { PlusOutlined } from '@ant-design/icons'
import { EmptyState, useTexts } from '@fieldwork/ui'
import { Button, Skeleton } from 'antd'
import { useState } from 'react'

import type { ObjectEditing } from '../editor/object-editing.ts'
import { ConversionList } from './conversion-list.tsx'
import { NewConversionDialog } from './new-conversion-dialog.tsx'
import { useDraftedConversions } from './use-conversions.ts'

/** What records of an object can be converted to. */
export function ConversionsTab({ editing }: { editing: ObjectEditing }) {
  const { t } = useTexts('studio')
  const { name } = editing.object
  const { conversions, isPending } = useDraftedConversions()
  const [isCreating, setCreating] = useState(false)
  const own = conversions.filter(({ definition }) => definition.source === name)
  const add = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setCreating(true)}>
      {t('conversions.add')}
    </Button>
  )
  if (isPending) return <Skeleton active title={false} />
  return (
    <>
      {own.length === 0 ? (
        <EmptyState icon="swap" title={t('conversions.none')} text={t('conversions.noneText')} action={add} />
      ) : (
        <>
          <div className="st-toolbar">
            <p className="st-muted st-grow">{t('conversions.line')}</p>
            {add}
          </div>
          <ConversionList conversions={own} />
        </>
      )}
      {isCreating ? <NewConversionDialog source={name} onClose={() => setCreating(false)} /> : null}
    </>
  )
}
