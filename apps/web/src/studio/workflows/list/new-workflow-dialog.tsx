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
import { useTriggerKinds } from '../trigger-kinds.ts'
import type { TriggerType, WorkflowDefinition, WorkflowTrigger } from '../workflow.ts'

/** Asks what the workflow is called and what starts it; the rest is drawn on its canvas. */
export function NewWorkflowDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTexts('studio')
  const navigate = useNavigateTo()
  const { workflows, put } = useDraftedWorkflows()
  const [object, setObject] = useState<string | undefined>(undefined)
  const [trigger, setTrigger] = useState(newTrigger('created'))
  const { type } = trigger
  const lacksObject = RECORD_TRIGGERS.has(type) && object === undefined

  const create = (named: { name: string; label: LocalizedText }): void => {
    const about = object === undefined ? {} : { object }
    const definition: WorkflowDefinition = {
      ...named,
      active: true,
      ...about,
      trigger,
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
          <FormField label={t('wf.trigger')} isRequired help={t(`wf.triggerHelp.${type}`, { defaultValue: '' })}>
            {(id) => <TriggerTypeSelect id={id} value={trigger} onChange={setTrigger} />}
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
function newTrigger(type: TriggerType): WorkflowTrigger {
  if (type === 'schedule') return { type, cron: '0 9 * * 1-5' }
  if (type === 'relative-date') return { type, field: '', days: -1 }
  if (type === 'changed') return { type, field: '' }
  return { type }
}

const OF_PLUGIN = 'plugin:'

interface TriggerTypeSelectProps {
  id: string
  value: WorkflowTrigger
  /** gets a new trigger of the kind that was chosen */
  onChange(trigger: WorkflowTrigger): void
}

/** Chooses what starts a workflow: what the platform knows, and what plugins tell. */
export function TriggerTypeSelect({ id, value, onChange }: TriggerTypeSelectProps) {
  const { t, locale } = useTexts('studio')
  const own = TRIGGER_TYPES.map((type) => ({ value: type as string, label: t(`wf.triggers.${type}`) }))
  const told = useTriggerKinds().map(({ name, label }) => ({ value: OF_PLUGIN + name, label: label[locale] }))
  return (
    <Select
      id={id}
      className="st-wide"
      value={value.type === 'plugin' ? `${OF_PLUGIN}${String(value['trigger'])}` : value.type}
      listHeight={400}
      options={told.length === 0 ? own : [...own, { label: t('wf.triggersOfPlugins'), options: told }]}
      onChange={(chosen: string) =>
        onChange(
          chosen.startsWith(OF_PLUGIN)
            ? { type: 'plugin', trigger: chosen.slice(OF_PLUGIN.length) }
            : newTrigger(chosen as TriggerType),
        )
      }
    />
  )
}
