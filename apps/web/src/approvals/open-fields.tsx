import { ListSkeleton, ProblemNote, RecordForm } from '@fieldwork/ui'
import type { Layout } from '@fieldwork/ui'
import { useMemo } from 'react'

import { useOpenFields } from './queries.ts'

export interface OpenFieldsProps {
  /** the task that opens them */
  task: string
  object: string
  /** the fields that may be changed */
  fields: readonly string[]
  /** those that have to be filled in */
  required: ReadonlySet<string>
  formId: string
  /** gets what was changed; a thrown ApiProblem is shown at its fields */
  onSubmit: (values: Record<string, unknown>) => Promise<void>
}

/** The fields of a record that somebody may change while he decides, also those that he may not read otherwise. */
export function OpenFields({ task, object, fields, required, formId, onSubmit }: OpenFieldsProps) {
  const open = useOpenFields(task)
  // the fields are named anew each time the dialog is drawn
  const key = fields.join()
  const demanded = [...required].join()
  const layout = useMemo(
    () => fieldsLayout(object, key.split(','), new Set(demanded.split(','))),
    [object, key, demanded],
  )
  if (open.error) return <ProblemNote error={open.error} onRetry={() => void open.refetch()} />
  if (!open.data) return <ListSkeleton />
  const { schema, record } = open.data
  return (
    <div className="fw-dialog-form">
      <RecordForm schema={schema} record={record} layout={layout} preview formId={formId} onSubmit={onSubmit} />
    </div>
  )
}

function fieldsLayout(object: string, fields: readonly string[], required: ReadonlySet<string>): Layout {
  const blocks = fields.map((field, y) => {
    const block = { type: 'field' as const, field, x: 0, y, w: 24, h: 1 }
    return [field, required.has(field) ? { ...block, requiredWhen: 'true' } : block] as const
  })
  return { object, purpose: 'form', blocks: Object.fromEntries(blocks) }
}
