import { useRef } from 'react'

import { FileDrop } from './file-drop.tsx'
import { FileList } from './file-list.tsx'
import type { FileValue } from './file-value.ts'
import { ownOption } from './field-shape.ts'
import { useFieldServices } from './services.tsx'
import { useUploads } from './use-uploads.ts'
import type { Uploads } from './use-uploads.ts'
import type { WidgetProps } from './widget.ts'

/** One file or several: chosen, dropped or pasted. */
export function FileWidget(props: WidgetProps) {
  return <FilesInput {...props} />
}

/** The same for images, which a phone takes with its camera. */
export function ImageWidget(props: WidgetProps) {
  return <FilesInput {...props} withCamera />
}

function FilesInput(props: WidgetProps & { withCamera?: boolean }) {
  const { disabled, withCamera = false } = props
  const { files, uploads, add, remove, isFull, many } = useFilesOf(props)
  return (
    <div className="fw-files-input">
      <FileList files={files} pending={uploads.pending} onRemove={disabled ? undefined : remove} />
      {isFull || disabled ? null : (
        <FileDrop
          id={props.id}
          accept={acceptOf(props)}
          multiple={many}
          disabled={disabled}
          invalid={props.invalid}
          withCamera={withCamera}
          describedBy={props.describedBy}
          onFiles={add}
        />
      )}
      {disabled && files.length === 0 ? <span className="fw-faint">—</span> : null}
    </div>
  )
}

/** What the widget's value is, with the names that reads or uploads told, and how it changes. */
export function useFilesOf(props: WidgetProps) {
  const { field, value, references = [], onChange } = props
  const service = useFieldServices().files
  const uploads: Uploads = useUploads()
  const many = ownOption(field, 'multiple') === true
  const most = Number(ownOption(field, 'maxFiles') ?? (many ? 20 : 1))
  const ids = idsOf(value)
  // several uploads may arrive before the form hands the first one back; a render with its old value forgets none
  const latest = useRef(ids)
  const given = useRef('')
  if (given.current !== ids.join()) {
    given.current = ids.join()
    latest.current = ids
  }

  const files = ids.map((id) => service.known(id) ?? references.find((each) => each.id === id)?.file ?? nameless(id))
  const set = (next: string[]): void => {
    latest.current = next
    onChange(next.length === 0 ? undefined : many ? next : next[0])
  }
  const stored = (file: FileValue): void => set(many ? [...latest.current, file.id].slice(0, most) : [file.id])
  return {
    files,
    uploads,
    many,
    isFull: many && ids.length >= most,
    add: (chosen: File[]) => uploads.send(chosen.slice(0, many ? most - ids.length : 1), stored),
    remove: (file: FileValue) => set(latest.current.filter((id) => id !== file.id)),
  }
}

function idsOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((id): id is string => typeof id === 'string' && id !== '')
}

/** A file of which only the id is known here, e.g. from a draft. */
const nameless = (id: string): FileValue => ({ id, name: id.slice(0, 8), size: 0, type: '', url: `/api/files/${id}` })

function acceptOf({ field }: WidgetProps): string[] {
  const accept = ownOption(field, 'accept')
  if (Array.isArray(accept)) return accept.map(String)
  return field.type === 'image' ? ['image/*'] : field.type === 'voice-note' ? ['audio/*'] : []
}
