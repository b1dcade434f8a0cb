import { SafetyOutlined } from '@ant-design/icons'
import { useMe, useTexts } from '@fieldwork/ui'
import type { ObjectSchema, RecordData } from '@fieldwork/ui'
import type { MenuProps } from 'antd'
import { lazy, Suspense, useState } from 'react'
import type { ReactNode } from 'react'

const AccessDrawer = lazy(async () => ({ default: (await import('./access-drawer.tsx')).AccessDrawer }))

/** For administrators: the menu entry that tells who may see a record, and what it opens. */
export function useAccessMenu(
  schema: ObjectSchema,
  record: RecordData,
): { items: NonNullable<MenuProps['items']>; drawer: ReactNode } {
  const { t } = useTexts('app')
  const [isOpen, setOpen] = useState(false)
  if (useMe().data?.user.administrator !== true) return { items: [], drawer: null }
  const item = { key: 'access', icon: <SafetyOutlined />, label: t('record.access'), onClick: () => setOpen(true) }
  const name = String(record[schema.nameField] ?? '')
  const drawer = isOpen ? (
    <Suspense fallback={null}>
      <AccessDrawer object={schema.object} id={record.id} name={name} onClose={() => setOpen(false)} />
    </Suspense>
  ) : null
  return { items: [item], drawer }
}
