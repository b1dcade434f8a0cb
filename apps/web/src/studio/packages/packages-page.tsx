import { UploadOutlined } from '@ant-design/icons'
import { PageHeader, useTexts } from '@fieldwork/ui'
import { Button } from 'antd'
import { useState } from 'react'

import { ConflictList } from './conflict-list.tsx'
import { HiddenList } from './hidden-list.tsx'
import { ImportDialog } from './import-dialog.tsx'
import { InstalledPackages } from './installed-packages.tsx'

/** Packages and promotion: what is installed, what travels, what upgrades left to decide, what is hidden. */
export function PackagesPage() {
  const { t } = useTexts('studio')
  const [isImporting, setImporting] = useState(false)
  return (
    <div className="st-page">
      <PageHeader
        title={t('packages.title')}
        line={t('packages.line')}
        actions={
          <Button type="primary" icon={<UploadOutlined />} onClick={() => setImporting(true)}>
            {t('packages.import')}
          </Button>
        }
      />
      <InstalledPackages />
      <ConflictList />
      <HiddenList />
      {isImporting ? <ImportDialog onClose={() => setImporting(false)} /> : null}
    </div>
  )
}
