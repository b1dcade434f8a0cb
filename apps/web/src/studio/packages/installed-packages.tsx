import { DeleteOutlined, DownloadOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import { Button, Skeleton, Tag } from 'antd'
import { useState } from 'react'

import { usePackages } from './queries.ts'
import type { InstalledPackage } from './queries.ts'
import { UninstallDialog } from './uninstall-dialog.tsx'

const exportUrl = (layer: string): string => `/api/metadata/export?layer=${encodeURIComponent(layer)}`

/** The layers of the workspace, lowest first, each to be saved as a file. */
export function InstalledPackages() {
  const { t } = useTexts('studio')
  const packages = usePackages()
  return (
    <section className="st-packages-part" aria-label={t('packages.installed')}>
      <div className="st-packages-head">
        <h2 className="st-packages-title">{t('packages.installed')}</h2>
        <Button icon={<DownloadOutlined />} href={exportUrl('all')} download>
          {t('packages.exportAll')}
        </Button>
      </div>
      {packages.isError ? <p role="alert">{packages.error.message}</p> : null}
      {packages.isPending ? <Skeleton active title={false} /> : null}
      <ul className="st-cards">
        {packages.data?.map((entry) => (
          <PackageCard key={entry.name} entry={entry} />
        ))}
      </ul>
    </section>
  )
}

function PackageCard({ entry }: { entry: InstalledPackage }) {
  const { t } = useTexts('studio')
  const isOwn = entry.type === 'workspace'
  const label = isOwn ? t('packages.own') : (entry.label ?? entry.name)
  const requires = Object.entries(entry.requires).map(([name, range]) => `${name} ${range}`)
  return (
    <li className="st-package">
      <div className="st-grow">
        <strong>{label}</strong>
        {entry.version ? <Tag variant="filled">{entry.version}</Tag> : null}
        {isOwn || entry.shipped ? null : <Tag color="blue">{t('packages.imported')}</Tag>}
        <p className="st-muted">
          {isOwn ? t('packages.ownText') : <code className="st-code">{entry.name}</code>}
          {requires.length > 0 ? (
            <>
              {' · '}
              {t('packages.requires')} <code className="st-code">{requires.join(', ')}</code>
            </>
          ) : null}
          {' · '}
          {t('packages.documents', { count: entry.documents })}
        </p>
      </div>
      <Button
        type="text"
        icon={<DownloadOutlined />}
        href={exportUrl(entry.name)}
        download
        aria-label={t('packages.exportOne', { label })}
      >
        {t('packages.export')}
      </Button>
      {isOwn || entry.shipped ? null : <UninstallButton name={entry.name} label={label} />}
    </li>
  )
}

function UninstallButton({ name, label }: { name: string; label: string }) {
  const { t } = useTexts('studio')
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button
        type="text"
        danger
        icon={<DeleteOutlined />}
        aria-label={t('packages.uninstallOne', { label })}
        onClick={() => setOpen(true)}
      >
        {t('packages.uninstall')}
      </Button>
      {isOpen ? <UninstallDialog name={name} label={label} onClose={() => setOpen(false)} /> : null}
    </>
  )
}
