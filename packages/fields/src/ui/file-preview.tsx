import { DownloadOutlined } from '@ant-design/icons'
import { Button, Modal, Spin } from 'antd'
import { useEffect, useState } from 'react'

import { downloadUrl, fileKind, sizeText, thumbnailUrl } from './file-value.ts'
import type { FileValue } from './file-value.ts'
import { useFieldServices } from './services.tsx'
import { widgetText } from './texts.ts'

/** Of a text, so much is shown. */
const SHOWN_BYTES = 200_000
const SCREEN_PIXELS = 1600

/** A file looked at in place: images, sound, films, PDF and texts; of others what they are, and how to save them. */
export function FilePreview({ file, onClose }: { file: FileValue | null; onClose: () => void }) {
  const { locale } = useFieldServices()
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
            <Button type="primary" icon={<DownloadOutlined />} href={downloadUrl(file)} download={file.name}>
              {widgetText(locale, 'download')}
            </Button>
          </div>
        ) : null
      }
    >
      {file ? <Content key={file.id} file={file} /> : null}
    </Modal>
  )
}

function Content({ file }: { file: FileValue }) {
  const { locale } = useFieldServices()
  switch (fileKind(file.type)) {
    case 'image':
      return <img className="fw-file-shown" src={imageUrl(file)} alt={file.name} />
    case 'audio':
      return <audio className="fw-file-audio" src={file.url} controls autoPlay aria-label={file.name} />
    case 'video':
      return <video className="fw-file-shown" src={file.url} controls aria-label={file.name} />
    case 'pdf':
      return <iframe className="fw-file-page" src={file.url} title={file.name} />
    case 'text':
      return <TextContent file={file} />
    default:
      return <p className="fw-file-none">{widgetText(locale, 'noPreview')}</p>
  }
}

/** An animation moves only in the original. */
const imageUrl = (file: FileValue): string => (file.type === 'image/gif' ? file.url : thumbnailUrl(file, SCREEN_PIXELS))

function TextContent({ file }: { file: FileValue }) {
  const { locale } = useFieldServices()
  const [text, setText] = useState<string | null>(null)
  useEffect(() => {
    const stop = new AbortController()
    readText(file, stop.signal).then(setText, () => {
      if (!stop.signal.aborted) setText(widgetText(locale, 'noPreview'))
    })
    return () => stop.abort()
  }, [file, locale])
  return text === null ? <Spin className="fw-block" /> : <pre className="fw-file-text">{text}</pre>
}

async function readText(file: FileValue, signal: AbortSignal): Promise<string> {
  const isLong = file.size > SHOWN_BYTES
  const headers: Record<string, string> = isLong ? { range: `bytes=0-${SHOWN_BYTES - 1}` } : {}
  const response = await fetch(file.url, { headers, signal, credentials: 'same-origin' })
  if (!response.ok) throw new Error(`The file was answered with ${response.status}`)
  return (await response.text()) + (isLong ? '\n…' : '')
}
