import { useNavigateTo, useTexts } from '@fieldwork/ui'
import type { LocalizedText } from '@fieldwork/expressions'
import { Select } from 'antd'
import { useState } from 'react'

import { FormField } from '../../parts/form-field.tsx'
import { NewDocumentDialog } from '../../parts/new-document-dialog.tsx'
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
  const [object, setObject] = useState<string | undefined>(undefined)
  const [type, setType] = useState<TriggerType>('created')
  const lacksObject = RECORD_TRIGGERS.has(type) && object === undefined

  const create = (named: { name: string; label: LocalizedText }): void => {
    const about = object === undefined ? {} : { object }
    const definition: WorkflowDefinition = {
      ...named,
      active: true,
      ...about,
      trigger: newTrigger(type),
      start: '',
      nodes: {},
    }
    put({ definition, origin: 'new', base: null }, named.name, definition)
    navigate(studioPaths.workflow(named.name))
  }
  return (
    <NewDocumentDialog
      words={{
        title: t('wf.newTitle'),
        create: t('wf.create'),
        label: t('wf.label'),
        labelMissing: t('wf.labelMissing'),
      }}
      fallback="workflow"
      taken={workflows.map(({ definition }) => definition.name)}
      isComplete={!lacksObject}
      onCreate={create}
      onClose={onClose}
    >
      {(isTried) => (
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
      )}
    </NewDocumentDialog>
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
