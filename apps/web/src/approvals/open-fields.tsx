import { ListSkeleton, RecordForm, isApiProblem, useRecord, useRecordSchema } from '@fieldwork/ui'
import type { Layout, ObjectSchema } from '@fieldwork/ui'
import { useMemo } from 'react'

export interface OpenFieldsProps {
  object: string
  id: string
  /** the fields that may be changed */
  fields: readonly string[]
  /** those that have to be filled in */
  required: ReadonlySet<string>
  formId: string
  /** gets what was changed; a thrown ApiProblem is shown at its fields */
  onSubmit: (values: Record<string, unknown>) => Promise<void>
}

/** The fields of a record that somebody may change while he decides, as its form draws them. */
export function OpenFields({ object, id, fields, required, formId, onSubmit }: OpenFieldsProps) {
  const record = useRecord(object, id)
  const schema = useRecordSchema(object, record.data).data
  const opened = useMemo(() => (schema ? withOpenFields(schema, fields) : null), [schema, fields])
  const layout = useMemo(() => fieldsLayout(object, fields, required), [object, fields, required])
  if (isApiProblem(record.error)) throw record.error
  if (!opened || !record.data) return <ListSkeleton />
  const own = new Set(fields)
  const send = (values: Record<string, unknown>): Promise<void> =>
    onSubmit(Object.fromEntries(Object.entries(values).filter(([name]) => own.has(name))))
  return (
    <div className="fw-dialog-form">
      <RecordForm schema={opened} record={record.data} layout={layout} preview formId={formId} onSubmit={send} />
    </div>
  )
}

/** The schema with some fields open, whatever the rights on the object say: the step gives them. */
function withOpenFields(schema: ObjectSchema, open: readonly string[]): ObjectSchema {
  const known = open.flatMap((name) => {
    const info = schema.fields[name]
    return info ? [[name, info] as const] : []
  })
  const writable = known.map(([name, info]) => [name, { ...info, writable: true }] as const)
  const properties = { ...(schema.schema['properties'] as object) } as Record<string, unknown>
  for (const [name, { property }] of known) properties[name] ??= property ?? {}
  return {
    ...schema,
    fields: { ...schema.fields, ...Object.fromEntries(writable) },
    operations: [...new Set([...schema.operations, 'update' as const])],
    schema: { ...schema.schema, properties } as ObjectSchema['schema'],
  }
}

function fieldsLayout(object: string, fields: readonly string[], required: ReadonlySet<string>): Layout {
  const blocks = fields.map((field, y) => {
    const block = { type: 'field' as const, field, x: 0, y, w: 24, h: 1 }
    return [field, required.has(field) ? { ...block, requiredWhen: 'true' } : block] as const
  })
  return { object, purpose: 'form', blocks: Object.fromEntries(blocks) }
}
