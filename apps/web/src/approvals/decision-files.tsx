import { FieldFrame, FileDrop, FileList, useTexts } from '@fieldwork/ui'
import type { FileValue, Uploads } from '@fieldwork/ui'

interface FilesProps {
  files: FileValue[]
  uploads: Uploads
  error: string | undefined
  onAdd: (file: FileValue) => void
  onRemove: (file: FileValue) => void
}

/** Files that go with a decision; whoever may see the approval may open them. */
export function DecisionFiles({ files, uploads, error, onAdd, onRemove }: FilesProps) {
  const { t } = useTexts('app')
  return (
    <FieldFrame id="approval-files" label={t('approvals.files')} required={false} error={error}>
      <div className="fw-files-input">
        <FileList files={files} pending={uploads.pending} onRemove={onRemove} />
        <FileDrop
          id="approval-files"
          accept={[]}
          multiple
          withCamera
          onFiles={(chosen) => uploads.send(chosen, onAdd)}
        />
      </div>
    </FieldFrame>
  )
}
