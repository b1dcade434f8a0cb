import { useTexts } from '@fieldwork/ui'

import { useStudioObjects } from '../../catalog/studio-objects.ts'
import { RecordSelect } from '../../organisation/record-select.tsx'
import { FormField } from '../../parts/form-field.tsx'
import { withMember } from '../form/option-props.ts'
import type { WorkflowDefinition } from '../workflow.ts'
import type { Inputs } from './inputs.ts'
import { VariableInput } from './variable-input.tsx'

interface WorkflowInputsProps {
  workflow: WorkflowDefinition
  inputs: Inputs
  onChange: (inputs: Inputs) => void
}

/** The record that a workflow is about, and what it wants to be told. */
export function WorkflowInputs({ workflow, inputs, onChange }: WorkflowInputsProps) {
  const { t, locale } = useTexts('studio')
  const object = useStudioObjects().find(({ name }) => name === workflow.object)
  return (
    <>
      {object && !object.isNew ? (
        <FormField label={t('wf.tryRecord', { label: object.label[locale] })}>
          {(id) => (
            <RecordSelect
              id={id}
              object={object.name}
              nameField={object.nameField}
              value={inputs.record}
              onChange={(record) => onChange({ ...inputs, record })}
            />
          )}
        </FormField>
      ) : null}
      {Object.entries(workflow.vars ?? {}).map(([name, variable]) => (
        <VariableInput
          key={name}
          name={name}
          variable={variable}
          value={inputs.vars[name]}
          onChange={(value) => onChange({ ...inputs, vars: withMember(inputs.vars, name, value) })}
        />
      ))}
    </>
  )
}
