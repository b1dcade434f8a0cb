import { FileDrop, FileList, useUploads } from '@fieldwork/fields/ui'
import type { FileValue } from '@fieldwork/fields/ui'
import { AutoComplete, Button } from 'antd'
import { useState } from 'react'

import type { ObjectSchema, RecordData } from '../api/types.ts'
import { useWriteLock } from '../parts/write-lock.tsx'
import { useAttempt } from '../parts/use-attempt.ts'
import { useTexts } from '../texts/i18n.ts'
import { AttachmentRow } from './attachment-row.tsx'
import { useAttachments } from './use-attachments.ts'

interface AttachmentsProps {
  schema: ObjectSchema
  record: RecordData
  label?: string
}

/** Files beside the fields of a record: by category, with their versions, a preview each and a recycle bin. */
export function Attachments({ schema, record, label }: AttachmentsProps) {
  const { t } = useTexts()
  const [showsDeleted, setShowsDeleted] = useState(false)
  const list = useAttachments(schema.object, record.id, showsDeleted)
  const [category, setCategory] = useState('')
  const uploads = useUploads()
  const lock = useWriteLock()
  const mayChange = schema.operations.includes('update')
  const title = label || t('files.title')

  const attempt = useAttempt()
  const send = (files: File[], versionOf?: string): void =>
    uploads.send(
      files,
      (file: FileValue) =>
        void attempt(list.attach({ file: file.id, ...(versionOf ? { version_of: versionOf } : { category }) })),
    )

  return (
    <section className="fw-attachments" aria-label={title}>
      <header className="fw-related-head">
        <h2 className="fw-section-title">
          {title} <span className="fw-page-note">{list.isLoaded && !showsDeleted ? list.attachments.length : ''}</span>
        </h2>
        {mayChange ? (
          <Button size="small" type="text" aria-pressed={showsDeleted} onClick={() => setShowsDeleted(!showsDeleted)}>
            {t('files.deleted')}
          </Button>
        ) : null}
      </header>
      {list.isFailed ? <p className="fw-muted">{t('files.loadFailed')}</p> : null}
      {list.isLoaded && list.attachments.length === 0 ? <p className="fw-faint">{t('files.none')}</p> : null}
      {list.groups.map(([name, attachments]) => (
        <div key={name} className="fw-attachment-group">
          {list.groups.length > 1 || name !== '' ? (
            <h3 className="fw-attachment-category">{name || t('files.noCategory')}</h3>
          ) : null}
          <ul className="fw-file-list">
            {attachments.map((attachment) => (
              <AttachmentRow
                key={attachment.id}
                attachment={attachment}
                mayChange={mayChange}
                isDeleted={showsDeleted}
                onNewVersion={(files) => send(files, attachment.id)}
                onRemove={() => attempt(list.remove(attachment.id))}
                onBringBack={() => attempt(list.bringBack(attachment.id))}
              />
            ))}
          </ul>
        </div>
      ))}
      <FileList files={[]} pending={uploads.pending} />
      {mayChange && !showsDeleted && lock.disabled ? <p className="fw-faint">{lock.title}</p> : null}
      {mayChange && !showsDeleted && !lock.disabled ? (
        <FileDrop accept={[]} multiple withCamera onFiles={(files) => send(files)}>
          <AutoComplete
            className="fw-attachment-choice"
            size="small"
            allowClear
            value={category}
            options={list.categories.map((value) => ({ value }))}
            placeholder={t('files.category')}
            aria-label={t('files.category')}
            maxLength={100}
            onChange={(text) => setCategory(text ?? '')}
          />
        </FileDrop>
      ) : null}
    </section>
  )
}
