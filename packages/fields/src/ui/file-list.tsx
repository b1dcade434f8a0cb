import { CloseOutlined } from '@ant-design/icons'
import { Button, Progress } from 'antd'
import { useState } from 'react'

import { FileFace } from './file-icon.tsx'
import { FilePreview } from './file-preview.tsx'
import { sizeText } from './file-value.ts'
import type { FileValue } from './file-value.ts'
import { useFieldServices } from './services.tsx'
import { widgetText } from './texts.ts'
import type { Uploading } from './use-uploads.ts'

const FACE = 36

/** Files that are there and files on their way, each with a way to take it out. */
export function FileList(props: {
  files: readonly FileValue[]
  pending: readonly Uploading[]
  onRemove?: ((file: FileValue) => void) | undefined
}) {
  const { locale } = useFieldServices()
  const [open, setOpen] = useState<FileValue | null>(null)
  const { files, pending, onRemove } = props
  if (files.length + pending.length === 0) return null
  return (
    <ul className="fw-file-list">
      {files.map((file) => (
        <li key={file.id} className="fw-file-row">
          <button type="button" className="fw-file-open" onClick={() => setOpen(file)}>
            <FileFace file={file} size={FACE} />
            <span className="fw-file-words">
              <span className="fw-file-name">{file.name}</span>
              <span className="fw-file-note">{file.size > 0 ? sizeText(file.size) : ''}</span>
            </span>
          </button>
          {onRemove ? (
            <Button
              type="text"
              size="small"
              icon={<CloseOutlined />}
              aria-label={widgetText(locale, 'removeFile', file.name)}
              onClick={() => onRemove(file)}
            />
          ) : null}
        </li>
      ))}
      {pending.map((upload) => (
        <PendingRow key={upload.key} upload={upload} />
      ))}
      <FilePreview file={open} onClose={() => setOpen(null)} />
    </ul>
  )
}

function PendingRow({ upload }: { upload: Uploading }) {
  const { locale } = useFieldServices()
  const { name, progress, problem, cancel } = upload
  return (
    <li className={problem ? 'fw-file-row fw-file-failed' : 'fw-file-row'}>
      <span className="fw-file-words">
        <span className="fw-file-name">{name}</span>
        {problem ? (
          <span className="fw-field-error" role="alert">
            {problem}
          </span>
        ) : (
          <Progress percent={Math.round(progress * 100)} size="small" aria-label={name} />
        )}
      </span>
      <Button
        type="text"
        size="small"
        icon={<CloseOutlined />}
        aria-label={widgetText(locale, problem ? 'dismiss' : 'cancelUpload', name)}
        onClick={cancel}
      />
    </li>
  )
}
