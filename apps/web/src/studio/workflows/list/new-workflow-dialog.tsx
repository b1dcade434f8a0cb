import { useNavigateTo, useTexts } from '@fieldwork/ui'
import { Modal, Select } from 'antd'
import { useState } from 'react'

import { checkName, suggestName } from '../../model/api-name.ts'
import { completeText, isBlankText, NO_TEXT } from '../../model/localized.ts'
import { FormField } from '../../parts/form-field.tsx'
import { LabelInputs } from '../../parts/label-inputs.tsx'
import { NameInput } from '../../parts/name-input.tsx'
import { ObjectSelect } from '../../parts/object-select.tsx'
import { studioPaths } from '../../paths.ts'
import { useDraftedWorkflows } from '../use-workflows.ts'
import { RECORD_TRIGGERS, TRIGGER_TYPES } from '../workflow.ts'
import type { TriggerType, WorkflowDefinition } from '../workflow.ts'

/** Asks what the workflow is called and what starts it; the rest is drawn on its canvas. */
export function NewWorkflowDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTexts('studio')
  const navigate = useNavigateTo()
  const { workflows, put } = useDraftedWorkflows()
  const [label, setLabel] = useState(NO_TEXT)
  const [ownName, setName] = useState<string | null>(null)
  const [object, setObject] = useState<string | undefined>(undefined)
  const [type, setType] = useState<TriggerType>('created')
  const [isTried, setTried] = useState(false)
  const taken = workflows.map(({ definition }) => definition.name)
  const suggested = isBlankText(label) ? '' : suggestName({ label: label.en, fallback: 'workflow', taken })
  const name = ownName ?? suggested
  const lacksObject = RECORD_TRIGGERS.has(type) && object === undefined

  const create = (): void => {
    setTried(true)
    if (isBlankText(label) || lacksObject || checkName(name, taken) !== null) return
    const definition: WorkflowDefinition = {
      name,
      label: completeText(label),
      active: true,
      ...(object === undefined ? {} : { object }),
      trigger: newTrigger(type),
      start: '',
      nodes: {},
    }
    put({ definition, origin: 'new', base: null }, name, definition)
    navigate(studioPaths.workflow(name))
  }
  return (
    <Modal
      open
      title={t('wf.newTitle')}
      okText={t('wf.create')}
      cancelText={t('common.cancel')}
      onCancel={onClose}
      onOk={create}
    >
      <LabelInputs
        label={t('wf.label')}
        isRequired
        autoFocus
        value={label}
        onChange={setLabel}
        error={isTried && isBlankText(label) ? t('wf.labelMissing') : null}
      />
      <div className="st-pair">
        <FormField label={t('wf.trigger')} isRequired help={t(`wf.triggerHelp.${type}`)}>
          {(id) => <TriggerTypeSelect id={id} value={type} onChange={setType} />}
        </FormField>
        <FormField
          label={t('wf.object')}
          isRequired={RECORD_TRIGGERS.has(type)}
          help={t('wf.objectHelp')}
          error={isTried && lacksObject ? t('wf.objectMissing') : null}
        >
          {(id) => <ObjectSelect id={id} value={object} onChange={setObject} />}
        </FormField>
      </div>
      <NameInput value={name} onChange={setName} taken={taken} />
    </Modal>
  )
}

/** A trigger of a kind with what it cannot be without. */
export function newTrigger(type: TriggerType): WorkflowDefinition['trigger'] {
  if (type === 'schedule') return { type, cron: '0 9 * * 1-5' }
  if (type === 'relative-date') return { type, field: '', days: -1 }
  if (type === 'changed') return { type, field: '' }
  return { type }
}

/** Chooses what starts a workflow. */
export function TriggerTypeSelect(props: { id: string; value: TriggerType; onChange: (value: TriggerType) => void }) {
  const { t } = useTexts('studio')
  return (
    <Select<TriggerType>
      id={props.id}
      className="st-wide"
      value={props.value}
      listHeight={400}
      options={TRIGGER_TYPES.map((value) => ({ value, label: t(`wf.triggers.${value}`) }))}
      onChange={props.onChange}
    />
  )
}
