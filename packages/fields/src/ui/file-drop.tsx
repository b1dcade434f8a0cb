import { CameraOutlined, UploadOutlined } from '@ant-design/icons'
import { useId, useRef, useState } from 'react'
import type { ClipboardEvent, DragEvent, ReactNode } from 'react'

import { useFieldServices } from './services.tsx'
import { widgetText } from './texts.ts'

interface FileDropProps {
  id?: string
  /** media types that are offered */
  accept: readonly string[]
  multiple: boolean
  disabled?: boolean
  invalid?: boolean
  /** images can be taken with the camera of a phone */
  withCamera?: boolean
  describedBy?: string | undefined
  onFiles(files: File[]): void
  /** beside the words, e.g. another way to add a file */
  children?: ReactNode
}

/** A place to choose files, to drop them on, or to paste an image into. */
export function FileDrop(props: FileDropProps) {
  const { accept, multiple, disabled = false, onFiles } = props
  const { locale } = useFieldServices()
  const [isOver, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const camera = useRef<HTMLInputElement>(null)
  const hint = useId()

  const take = (list: FileList | null): void => {
    const files = [...(list ?? [])]
    if (files.length > 0 && !disabled) onFiles(multiple ? files : files.slice(0, 1))
  }
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files)
  }
  const paste = (event: ClipboardEvent): void => {
    if (event.clipboardData.files.length === 0) return
    event.preventDefault()
    take(event.clipboardData.files)
  }
  return (
    <div
      className={`fw-drop${isOver ? ' fw-drop-over' : ''}${props.invalid ? ' fw-drop-invalid' : ''}`}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      onPaste={paste}
    >
      <button
        type="button"
        id={props.id}
        className="fw-drop-button"
        disabled={disabled}
        aria-describedby={[hint, props.describedBy].filter(Boolean).join(' ')}
        onClick={() => choose(input.current)}
      >
        <UploadOutlined aria-hidden="true" /> {widgetText(locale, multiple ? 'chooseFiles' : 'chooseFile')}
      </button>
      {props.withCamera ? (
        <button
          type="button"
          className="fw-drop-button fw-drop-camera"
          disabled={disabled}
          onClick={() => choose(camera.current)}
        >
          <CameraOutlined aria-hidden="true" /> {widgetText(locale, 'takePhoto')}
        </button>
      ) : null}
      {props.children}
      <span id={hint} className="fw-drop-hint">
        {widgetText(locale, 'dropHint')}
      </span>
      <input
        ref={input}
        type="file"
        hidden
        tabIndex={-1}
        accept={accept.join(',')}
        multiple={multiple}
        onChange={(event) => take(event.target.files)}
      />
      {props.withCamera ? (
        <input
          ref={camera}
          type="file"
          hidden
          tabIndex={-1}
          accept="image/*"
          capture="environment"
          onChange={(event) => take(event.target.files)}
        />
      ) : null}
    </div>
  )
}

/** The same file can be chosen again. */
function choose(input: HTMLInputElement | null): void {
  if (input) input.value = ''
  input?.click()
}
