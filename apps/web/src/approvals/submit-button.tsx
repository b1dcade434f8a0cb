import { useWriteLock } from '@fieldwork/ui'
import { Button } from 'antd'
import { useState } from 'react'

import type { Submission } from './queries.ts'
import { SubmitDialog } from './submit-dialog.tsx'

/** Submits a record after having shown who will decide. */
export function SubmitButton({ submission, label }: { submission: Submission; label: string }) {
  const lock = useWriteLock()
  const [isOpen, setOpen] = useState(false)
  const close = (): void => setOpen(false)
  return (
    <>
      <Button type="primary" {...lock} onClick={() => setOpen(true)}>
        {label}
      </Button>
      {isOpen ? <SubmitDialog submission={submission} label={label} onDone={close} onClose={close} /> : null}
    </>
  )
}
