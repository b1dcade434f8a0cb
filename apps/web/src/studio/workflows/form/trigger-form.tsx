import { FieldIcon, LocalizedInput, useTexts } from '@fieldwork/ui'

import { PointedField, PointedProblem } from '../../conversions/pointed.tsx'
import { ObjectSelect } from '../../parts/object-select.tsx'
import { useDesigner, useEditing } from '../designer/designer-context.ts'
import { TriggerTypeSelect } from '../list/new-workflow-dialog.tsx'
import { RECORD_TRIGGERS } from '../workflow.ts'
import type { WorkflowTrigger } from '../workflow.ts'
import { ChangedFields, ChangedValue, Transitions } from './record-trigger.tsx'
import { DocumentPicker } from './reference-option.tsx'
import { PluginTrigger } from './plugin-trigger.tsx'
import { RelativeDate, Schedule } from './time-trigger.tsx'
import { Condition, ManyChoice, textOf, useTriggerEdit } from './trigger-parts.tsx'
import type { Of } from './trigger-parts.tsx'

const OUTCOMES = ['approved', 'rejected', 'returned', 'recalled', 'cancelled']

/** What starts the workflow. */
export function TriggerForm() {
  const { t } = useTexts('studio')
  const { workflow } = useDesigner()
  const { edit } = useEditing()
  const { trigger } = workflow
  const { object: _object, ...without } = workflow
  return (
    <div className="st-wf-form">
      <header className="st-wf-form-head">
        <span className="st-wf-card-icon">
          <FieldIcon name="thunderbolt" />
        </span>
        <h2>{t('wf.trigger')}</h2>
      </header>
      <p className="st-help">{t(`wf.triggerHelp.${trigger.type}`, { defaultValue: '' })}</p>
      <PointedField pointer="/trigger/type" label={t('wf.trigger')} isRequired>
        {(id) => (
          <TriggerTypeSelect id={id} value={trigger} onChange={(chosen) => edit({ ...workflow, trigger: chosen })} />
        )}
      </PointedField>
      <PointedField pointer="/object" label={t('wf.object')} isRequired={RECORD_TRIGGERS.has(trigger.type)}>
        {(id) => (
          <span className="st-wf-picker">
            <ObjectSelect id={id} value={workflow.object} onChange={(object) => edit({ ...workflow, object })} />
            {workflow.object === undefined || RECORD_TRIGGERS.has(trigger.type) ? null : (
              <button type="button" className="st-link" onClick={() => edit(without)}>
                {t('wf.clear')}
              </button>
            )}
          </span>
        )}
      </PointedField>
      <PointedProblem pointer="/trigger" />
      <TriggerDetails trigger={trigger} />
    </div>
  )
}

function TriggerDetails({ trigger }: { trigger: WorkflowTrigger }) {
  const { type } = trigger
  if (type === 'schedule') return <Schedule trigger={trigger} />
  if (type === 'relative-date') return <RelativeDate trigger={trigger} />
  if (type === 'approval-outcome') return <ApprovalOutcome trigger={trigger} />
  if (type === 'manual') return <Manual trigger={trigger} />
  if (type === 'plugin') return <PluginTrigger trigger={trigger} />
  if (type === 'api' || type === 'hook' || type === 'workflow') return null
  return (
    <>
      {type === 'updated' || type === 'saved' ? <ChangedFields trigger={trigger} /> : null}
      {type === 'changed' ? <ChangedValue trigger={trigger} /> : null}
      {type === 'transition' ? <Transitions trigger={trigger} /> : null}
      <Condition member="when" trigger={trigger} />
    </>
  )
}

function Manual({ trigger }: Of) {
  const { t } = useTexts('studio')
  const change = useTriggerEdit()
  const button = trigger['button'] as { en: string; 'zh-CN': string } | undefined
  return (
    <>
      <PointedField pointer="/trigger/button" label={t('wf.button')} help={t('wf.buttonHelp')}>
        {(id) => (
          <LocalizedInput
            id={id}
            value={button}
            onChange={(next) => change({ button: next.en === '' && next['zh-CN'] === '' ? undefined : next })}
          />
        )}
      </PointedField>
      <Condition member="when" trigger={trigger} />
    </>
  )
}

function ApprovalOutcome({ trigger }: Of) {
  const { t } = useTexts('studio')
  const change = useTriggerEdit()
  return (
    <>
      <PointedField pointer="/trigger/approval" label={t('wf.approval')}>
        {(id) => (
          <DocumentPicker
            id={id}
            kind="approval"
            value={textOf(trigger['approval'])}
            onChange={(approval) => change({ approval })}
          />
        )}
      </PointedField>
      <PointedField pointer="/trigger/outcomes" label={t('wf.outcomes')}>
        {(id) => (
          <ManyChoice
            id={id}
            value={trigger['outcomes']}
            options={OUTCOMES.map((value) => ({ value, label: t(`wf.outcome.${value}`) }))}
            onChange={(outcomes) => change({ outcomes })}
          />
        )}
      </PointedField>
      <Condition member="when" trigger={trigger} />
    </>
  )
}
