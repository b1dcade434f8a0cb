import { DownloadOutlined } from '@ant-design/icons'
import { Button, Modal, Spin } from 'antd'
import { useEffect, useState } from 'react'

import { downloadUrl, fileKind, sizeText, thumbnailUrl } from './file-value.ts'
import type { FileKind, FileValue } from './file-value.ts'
import { useFieldServices } from './services.tsx'
import type { FileService } from './services.tsx'
import { widgetText } from './texts.ts'
import { SAVED_TYPE, useContentUrl } from './use-content-url.ts'

/** Of a text, so much is shown. */
const SHOWN_BYTES = 200_000
const SCREEN_PIXELS = 1600

/** A file looked at in place: images, sound, films, PDF and texts; of others what they are, and how to save them. */
export function FilePreview({ file, onClose }: { file: FileValue | null; onClose: () => void }) {
  return (
    <Modal
      open={file !== null}
      onCancel={onClose}
      width={960}
      centered
      destroyOnHidden
      className="fw-file-dialog"
      title={<span className="fw-file-dialog-title">{file?.name}</span>}
      footer={
        file ? (
          <div className="fw-file-dialog-foot">
            <span className="fw-muted">{sizeText(file.size)}</span>
            <DownloadButton file={file} />
          </div>
        ) : null
      }
    >
      {file ? <Content key={file.id} file={file} /> : null}
    </Modal>
  )
}

function DownloadButton({ file }: { file: FileValue }) {
  const { locale } = useFieldServices()
  const url = useContentUrl(downloadUrl(file), SAVED_TYPE)
  return (
    <Button
      type="primary"
      icon={<DownloadOutlined />}
      loading={url === undefined}
      {...(url === undefined ? {} : { href: url })}
      download={file.name}
    >
      {widgetText(locale, 'download')}
    </Button>
  )
}

function Content({ file }: { file: FileValue }) {
  const { locale } = useFieldServices()
  const kind = fileKind(file.type)
  const url = useContentUrl(shownUrl(file, kind), kind === 'pdf' ? file.type : undefined)
  switch (kind) {
    case 'image':
      return <img className="fw-file-shown" src={url} alt={file.name} />
    case 'audio':
      return <audio className="fw-file-audio" src={url} controls autoPlay aria-label={file.name} />
    case 'video':
      return <video className="fw-file-shown" src={url} controls aria-label={file.name} />
    case 'pdf':
      return url === undefined ? (
        <Spin className="fw-block" />
      ) : (
        <iframe className="fw-file-page" src={url} title={file.name} />
      )
    case 'text':
      return <TextContent file={file} />
    default:
      return <p className="fw-file-none">{widgetText(locale, 'noPreview')}</p>
  }
}

/** null: nothing that the browser shows by itself */
const shownUrl = (file: FileValue, kind: FileKind): string | null =>
  kind === 'image' ? imageUrl(file) : ['audio', 'video', 'pdf'].includes(kind) ? file.url : null

/** An animation moves only in the original. */
const imageUrl = (file: FileValue): string => (file.type === 'image/gif' ? file.url : thumbnailUrl(file, SCREEN_PIXELS))

function TextContent({ file }: { file: FileValue }) {
  const { locale, files } = useFieldServices()
  const [text, setText] = useState<string | null>(null)
  useEffect(() => {
    const stop = new AbortController()
    readText(file, files.fetch ?? fetchPlainly, stop.signal).then(setText, () => {
      if (!stop.signal.aborted) setText(widgetText(locale, 'noPreview'))
    })
    return () => stop.abort()
  }, [file, files.fetch, locale])
  return text === null ? <Spin className="fw-block" /> : <pre className="fw-file-text">{text}</pre>
}

const fetchPlainly: Fetch = (url, options) => fetch(url, { ...options, credentials: 'same-origin' })

type Fetch = NonNullable<FileService['fetch']>

async function readText(file: FileValue, fetchContent: Fetch, signal: AbortSignal): Promise<string> {
  const isLong = file.size > SHOWN_BYTES
  const headers: Record<string, string> = isLong ? { range: `bytes=0-${SHOWN_BYTES - 1}` } : {}
  const response = await fetchContent(file.url, { headers, signal })
  if (!response.ok) throw new Error(`The file was answered with ${response.status}`)
  return (await response.text()) + (isLong ? '\n…' : '')
}
