import { useTexts } from '@fieldwork/ui'
import { Input, InputNumber } from 'antd'
import { useState } from 'react'

import { useStudioObjects } from '../../catalog/studio-objects.ts'
import { JsonInput } from '../../editor/options/json-input.tsx'
import type { Reference } from '../../organisation/department-tree.ts'
import { RecordSelect } from '../../organisation/record-select.tsx'
import { FormField } from '../../parts/form-field.tsx'
import { SwitchLine } from '../../parts/switch-line.tsx'
import type { WorkflowVariable } from '../workflow.ts'

interface Props {
  name: string
  variable: WorkflowVariable
  value: unknown
  /** undefined: as the workflow says */
  onChange: (value: unknown) => void
}

/** The value that a variable has at the start of a test run. */
export function VariableInput(props: Props) {
  const { locale } = useTexts()
  const { name, variable, value, onChange } = props
  const label = variable.label?.[locale] ?? `vars.${name}`
  if (variable.type === 'boolean') return <SwitchLine label={label} value={value === true} onChange={onChange} />
  return (
    <FormField label={label} isRequired={variable.required === true}>
      {(id) => <ValueOf {...props} id={id} />}
    </FormField>
  )
}

const TYPED: Record<string, string> = { text: 'text', date: 'date', datetime: 'datetime-local' }

function ValueOf({ id, variable, value, onChange }: Props & { id: string }) {
  const { type, object } = variable
  if (type === 'record' && object !== undefined) return <RecordOf id={id} object={object} onChange={onChange} />
  if (type === 'integer' || type === 'decimal') {
    return (
      <InputNumber
        id={id}
        className="st-wide"
        value={typeof value === 'number' ? value : null}
        {...(type === 'integer' ? { precision: 0 } : {})}
        onChange={(next) => onChange(next ?? undefined)}
      />
    )
  }
  const typed = TYPED[type]
  if (typed === undefined) return <JsonInput id={id} value={value} onChange={(next) => onChange(next ?? undefined)} />
  const isMoment = type === 'datetime'
  return (
    <Input
      id={id}
      type={typed}
      {...(isMoment ? {} : { value: typeof value === 'string' ? value : '' })}
      onChange={({ target }) =>
        onChange(target.value === '' ? undefined : isMoment ? new Date(target.value).toISOString() : target.value)
      }
    />
  )
}

function RecordOf({ id, object, onChange }: { id: string; object: string; onChange: (value: unknown) => void }) {
  const [record, setRecord] = useState<Reference | null>(null)
  const nameField = useStudioObjects().find(({ name }) => name === object)?.nameField ?? 'id'
  return (
    <RecordSelect
      id={id}
      object={object}
      nameField={nameField}
      value={record}
      onChange={(next) => {
        setRecord(next)
        onChange(next?.id)
      }}
    />
  )
}
