import {
  AudioOutlined,
  FileExcelOutlined,
  FileImageOutlined,
  FileOutlined,
  FilePdfOutlined,
  FileTextOutlined,
  FileWordOutlined,
  FileZipOutlined,
  VideoCameraOutlined,
} from '@ant-design/icons'
import { useState } from 'react'
import type { ComponentType } from 'react'

import { fileKind, thumbnailUrl } from './file-value.ts'
import type { FileKind, FileValue } from './file-value.ts'
import { useContentUrl } from './use-content-url.ts'

const icons: Record<FileKind, ComponentType> = {
  image: FileImageOutlined,
  audio: AudioOutlined,
  video: VideoCameraOutlined,
  pdf: FilePdfOutlined,
  text: FileTextOutlined,
  sheet: FileExcelOutlined,
  words: FileWordOutlined,
  archive: FileZipOutlined,
  other: FileOutlined,
}

/** An image made small, or a sign of what kind of file it is. */
export function FileFace({ file, size }: { file: FileValue; size: number }) {
  const [isBroken, setBroken] = useState(false)
  const kind = fileKind(file.type)
  const url = useContentUrl(kind === 'image' ? thumbnailUrl(file, size * 2) : null)
  if (kind !== 'image' || isBroken) {
    const Icon = icons[kind]
    return (
      <span className={`fw-file-icon fw-file-${kind}`} aria-hidden="true">
        <Icon />
      </span>
    )
  }
  return (
    <img
      className="fw-file-thumb"
      src={url}
      alt=""
      width={size}
      height={size}
      loading="lazy"
      onError={() => setBroken(true)}
    />
  )
}
