import { DeleteOutlined, HistoryOutlined, UndoOutlined, UploadOutlined } from '@ant-design/icons'
import { FileFace, FilePreview, formatRelative, sizeText, useFieldServices } from '@fieldwork/fields/ui'
import type { FileValue } from '@fieldwork/fields/ui'
import { Button } from 'antd'
import { useRef, useState } from 'react'

import type { Attachment, AttachmentVersion } from '../api/types.ts'
import { useWriteLock } from '../parts/write-lock.tsx'
import { useTexts } from '../texts/i18n.ts'

interface AttachmentRowProps {
  attachment: Attachment
  mayChange: boolean
  isDeleted: boolean
  onNewVersion(files: File[]): void
  onRemove(): void
  onBringBack(): void
}

/** One attachment: its newest content, those before it on demand, and what can be done with it. */
export function AttachmentRow(props: AttachmentRowProps) {
  const { attachment, isDeleted } = props
  const { t } = useTexts()
  const [isOpen, setOpen] = useState(false)
  const [shown, setShown] = useState<FileValue | null>(null)
  const { versions } = attachment
  return (
    <li className="fw-attachment">
      <div className="fw-file-row">
        <FileOpener file={attachment} isDisabled={isDeleted} onOpen={setShown} />
        {versions.length > 0 ? (
          <Button
            type="text"
            size="small"
            icon={<HistoryOutlined />}
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            {t('files.versions', { count: versions.length })}
          </Button>
        ) : null}
        {props.mayChange ? <Actions {...props} /> : null}
      </div>
      {isOpen ? (
        <ul className="fw-file-list fw-attachment-versions">
          {versions.map((version) => (
            <li key={version.id} className="fw-file-row">
              <FileOpener file={version} isDisabled={isDeleted} onOpen={setShown} />
            </li>
          ))}
        </ul>
      ) : null}
      <FilePreview file={shown} onClose={() => setShown(null)} />
    </li>
  )
}

function FileOpener(props: { file: AttachmentVersion; isDisabled: boolean; onOpen: (file: FileValue) => void }) {
  const { file, isDisabled, onOpen } = props
  const { locale } = useFieldServices()
  const facts = [
    `v${file.version}`,
    sizeText(file.size),
    file.created_by?.label,
    formatRelative(file.created_at, locale),
  ]
  return (
    <button type="button" className="fw-file-open" disabled={isDisabled} onClick={() => onOpen(file)}>
      <FileFace file={file} size={36} />
      <span className="fw-file-words">
        <span className="fw-file-name">{file.name}</span>
        <span className="fw-file-note">{facts.filter(Boolean).join(' · ')}</span>
      </span>
    </button>
  )
}

function Actions({ attachment, isDeleted, onNewVersion, onRemove, onBringBack }: AttachmentRowProps) {
  const { t } = useTexts()
  const { title: reason, ...lock } = useWriteLock()
  const input = useRef<HTMLInputElement>(null)
  if (isDeleted) {
    return (
      <Button type="text" size="small" icon={<UndoOutlined />} {...lock} title={reason} onClick={onBringBack}>
        {t('files.bringBack')}
      </Button>
    )
  }
  const name = attachment.name
  return (
    <>
      <Button
        type="text"
        size="small"
        icon={<UploadOutlined />}
        {...lock}
        title={reason ?? t('files.newVersion')}
        aria-label={`${t('files.newVersion')}: ${name}`}
        onClick={() => input.current?.click()}
      />
      <input
        ref={input}
        type="file"
        hidden
        tabIndex={-1}
        onChange={({ target }) => {
          onNewVersion([...(target.files ?? [])])
          target.value = ''
        }}
      />
      <Button
        type="text"
        size="small"
        icon={<DeleteOutlined />}
        {...lock}
        title={reason ?? t('files.remove')}
        aria-label={`${t('files.remove')}: ${name}`}
        onClick={onRemove}
      />
    </>
  )
}
