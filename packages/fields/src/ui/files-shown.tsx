import { useState } from 'react'
import type { MouseEvent } from 'react'

import { FileFace } from './file-icon.tsx'
import { FilePreview } from './file-preview.tsx'
import { fileKind, filesOf } from './file-value.ts'
import type { FileValue } from './file-value.ts'
import { useContentUrl } from './use-content-url.ts'

/** in a list, further files are only counted */
const SHOWN = 4

/** Files by name, images as they look; each opens a preview. */
export function FilesShown({ value }: { value: unknown }) {
  const [open, setOpen] = useState<FileValue | null>(null)
  const files = filesOf(value)
  const look = (event: MouseEvent, file: FileValue): void => {
    event.stopPropagation()
    setOpen(file)
  }
  return (
    <span className="fw-files" onClick={(event) => event.stopPropagation()}>
      {files.slice(0, SHOWN).map((file) => (
        <button
          key={file.id}
          type="button"
          className={fileKind(file.type) === 'image' ? 'fw-file-tile' : 'fw-file-chip'}
          title={file.name}
          aria-label={file.name}
          onClick={(event) => look(event, file)}
        >
          <FileFace file={file} size={28} />
          {fileKind(file.type) === 'image' ? null : <span className="fw-file-name">{file.name}</span>}
        </button>
      ))}
      {files.length > SHOWN ? <span className="fw-muted">+{files.length - SHOWN}</span> : null}
      {open ? <FilePreview file={open} onClose={() => setOpen(null)} /> : null}
    </span>
  )
}

/** A voice note, to be heard where it stands. */
export function VoiceShown({ value }: { value: unknown }) {
  return (
    <span className="fw-voices" onClick={(event) => event.stopPropagation()}>
      {filesOf(value).map((file) => (
        <VoicePlayer key={file.id} file={file} preload="none" />
      ))}
    </span>
  )
}

/** Plays one of them. */
export function VoicePlayer({ file, preload }: { file: FileValue; preload: 'none' | 'metadata' }) {
  const url = useContentUrl(file.url)
  return <audio className="fw-voice" src={url} controls preload={preload} aria-label={file.name} />
}

/** The names of files, for texts. */
export const fileNames = (value: unknown): string =>
  filesOf(value)
    .map(({ name }) => name)
    .join(', ')
