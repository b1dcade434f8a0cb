import { DownloadOutlined, EllipsisOutlined, PrinterOutlined } from '@ant-design/icons'
import { useNavigateTo, useTexts, useWriteLock } from '@fieldwork/ui'
import type { ObjectSchema } from '@fieldwork/ui'
import { Button, Dropdown } from 'antd'
import { lazy, Suspense, useState } from 'react'

import { printListPath } from './taken-list.ts'
import type { TakenList } from './taken-list.ts'

const ExportDialog = lazy(async () => ({ default: (await import('./export-dialog.tsx')).ExportDialog }))

/** What can be done with a whole list, as far as the person has the right to. */
export function ListMenu({ schema, rights, list }: { schema: ObjectSchema; rights: string[]; list: TakenList }) {
  const { t } = useTexts('app')
  const navigate = useNavigateTo()
  const lock = useWriteLock()
  const [isExporting, setExporting] = useState(false)
  const items = [
    ...(rights.includes('export')
      ? [{ key: 'export', icon: <DownloadOutlined />, label: t('taking.export'), onClick: () => setExporting(true) }]
      : []),
    ...(rights.includes('print')
      ? [
          {
            key: 'print',
            icon: <PrinterOutlined />,
            label: t('taking.print'),
            ...lock,
            onClick: () => navigate(printListPath(schema.object, list)),
          },
        ]
      : []),
  ]
  if (items.length === 0) return null
  return (
    <>
      <Dropdown trigger={['click']} placement="bottomRight" menu={{ items }}>
        <Button icon={<EllipsisOutlined />} aria-label={t('taking.more')} />
      </Dropdown>
      {isExporting ? (
        <Suspense fallback={null}>
          <ExportDialog schema={schema} list={list} onClose={() => setExporting(false)} />
        </Suspense>
      ) : null}
    </>
  )
}
