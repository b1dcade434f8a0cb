import { FieldIcon, LocalizedInput, useTexts } from '@fieldwork/ui'
import { Input, InputNumber, Select } from 'antd'
import type { ReactNode } from 'react'

import { useStudioObjects } from '../../catalog/studio-objects.ts'
import { PointedExpression, PointedField, PointedProblem } from '../../conversions/pointed.tsx'
import { useObjectDocument } from '../../draft/use-document.ts'
import type { ObjectDefinition } from '../../model/definitions.ts'
import { FieldSelect, FieldsSelect } from '../../parts/field-select.tsx'
import { ObjectSelect } from '../../parts/object-select.tsx'
import { useDesigner, useEditing } from '../designer/designer-context.ts'
import { newTrigger, TriggerTypeSelect } from '../list/new-workflow-dialog.tsx'
import { RECORD_TRIGGERS } from '../workflow.ts'
import type { WorkflowTrigger } from '../workflow.ts'
import { CronInput } from './cron-input.tsx'
import { DocumentPicker } from './reference-option.tsx'

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
          <TriggerTypeSelect
            id={id}
            value={trigger.type}
            onChange={(type) => edit({ ...workflow, trigger: newTrigger(type) })}
          />
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

function useTriggerEdit() {
  const { workflow } = useDesigner()
  const { edit } = useEditing()
  return (part: Record<string, unknown>): void => {
    const entries = Object.entries({ ...workflow.trigger, ...part }).filter(([, value]) => value !== undefined)
    edit({ ...workflow, trigger: Object.fromEntries(entries) as WorkflowTrigger }, { isTyping: true })
  }
}

function TriggerDetails({ trigger }: { trigger: WorkflowTrigger }) {
  const { type } = trigger
  if (type === 'schedule') return <Schedule trigger={trigger} />
  if (type === 'relative-date') return <RelativeDate trigger={trigger} />
  if (type === 'approval-outcome') return <ApprovalOutcome trigger={trigger} />
  if (type === 'manual') return <Manual trigger={trigger} />
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

interface Of {
  trigger: WorkflowTrigger
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])
const filled = (values: string[]): string[] | undefined => (values.length === 0 ? undefined : values)

/** The condition for a record to start it; one that stands on its own has no `old` record. */
function Condition({ member, trigger }: Of & { member: 'when' | 'where' }) {
  const { t } = useTexts('studio')
  const { workflow } = useDesigner()
  const change = useTriggerEdit()
  if (workflow.object === undefined) return null
  return (
    <PointedExpression
      pointer={`/trigger/${member}`}
      label={t(`wf.${member}`)}
      help={t(`wf.${member}Help`)}
      object={workflow.object}
      expects={{ kind: 'boolean' }}
      value={textOf(trigger[member]) ?? ''}
      onChange={(value) => change({ [member]: value === '' ? undefined : value })}
    />
  )
}

function useFields() {
  const { workflow } = useDesigner()
  return useStudioObjects().find(({ name }) => name === workflow.object)?.fields ?? []
}

function ChangedFields({ trigger }: Of) {
  const { t } = useTexts('studio')
  const change = useTriggerEdit()
  const fields = useFields()
  return (
    <PointedField pointer="/trigger/fields" label={t('wf.fields')} help={t('wf.fieldsHelp')}>
      {(id) => (
        <FieldsSelect
          id={id}
          fields={fields.filter(({ system }) => !system)}
          placeholder={t('wf.anyField')}
          value={listOf(trigger['fields'])}
          onChange={(chosen) => change({ fields: filled(chosen) })}
        />
      )}
    </PointedField>
  )
}

function ChangedValue({ trigger }: Of) {
  const { t, locale } = useTexts('studio')
  const change = useTriggerEdit()
  const { workflow } = useDesigner()
  const fields = useFields()
  const definition = useObjectDocument(workflow.object ?? '').definition
  const field = textOf(trigger['field'])
  const type = fields.find(({ name }) => name === field)?.expression?.kind
  const choices = choicesOf(definition, field, locale)
  const value = (member: 'from' | 'to') => (
    <PointedField pointer={`/trigger/${member}`} label={t(`wf.value.${member}`)}>
      {(id) => (
        <ValueInput
          id={id}
          kind={type}
          choices={choices}
          value={trigger[member]}
          onChange={(next) => change({ [member]: next })}
        />
      )}
    </PointedField>
  )
  return (
    <>
      <PointedField pointer="/trigger/field" label={t('wf.field')} isRequired>
        {(id) => (
          <FieldSelect
            id={id}
            fields={fields.filter(({ system }) => !system)}
            value={field}
            onChange={(next) => change({ field: next ?? '', from: undefined, to: undefined })}
          />
        )}
      </PointedField>
      <div className="st-pair">
        {value('from')}
        {value('to')}
      </div>
    </>
  )
}

interface Choice {
  value: string
  label: string
}

function choicesOf(object: ObjectDefinition | null, field: string | undefined, locale: 'en' | 'zh-CN'): Choice[] {
  const options = field === undefined ? undefined : object?.properties[field]?.['x-field']['options']
  if (typeof options !== 'object' || options === null) return []
  return Object.entries(options as Record<string, { label?: Record<string, string> }>).map(([value, { label }]) => ({
    value,
    label: label?.[locale] ?? value,
  }))
}

function ValueInput(props: {
  id: string
  kind: string | undefined
  choices: Choice[]
  value: unknown
  onChange: (value: unknown) => void
}) {
  const { t } = useTexts('studio')
  const { id, kind, value, onChange } = props
  const yesNo = [true, false].map((each) => ({ value: String(each), label: t(each ? 'common.yes' : 'common.no') }))
  const options = kind === 'boolean' ? yesNo : props.choices
  if (options.length > 0) {
    const read = (next: string | undefined): unknown =>
      kind === 'boolean' && next !== undefined ? next === 'true' : next
    return (
      <Select
        id={id}
        className="st-wide"
        allowClear
        placeholder={t('wf.anyValue')}
        value={value === undefined ? null : String(value)}
        options={options}
        onChange={(next: string | null | undefined) => onChange(read(next ?? undefined))}
      />
    )
  }
  if (kind === 'integer' || kind === 'decimal') {
    return (
      <InputNumber
        id={id}
        className="st-wide"
        placeholder={t('wf.anyValue')}
        value={typeof value === 'number' ? value : null}
        onChange={(next) => onChange(next ?? undefined)}
      />
    )
  }
  return (
    <Input
      id={id}
      placeholder={t('wf.anyValue')}
      value={textOf(value) ?? ''}
      onChange={(event) => onChange(event.target.value || undefined)}
    />
  )
}

function Transitions({ trigger }: Of) {
  const { t, locale } = useTexts('studio')
  const change = useTriggerEdit()
  const { workflow } = useDesigner()
  const definition = useObjectDocument(workflow.object ?? '').definition
  const states = definition?.['x-object']?.states
  const transitions = Object.entries(states?.transitions ?? {}).map(([value, { label }]) => ({
    value,
    label: label?.[locale] ?? value,
  }))
  const choices = choicesOf(definition, states?.field, locale)
  const many = (member: 'transitions' | 'from' | 'to', options: Choice[]): ReactNode => (
    <PointedField pointer={`/trigger/${member}`} label={t(`wf.of.${member}`)}>
      {(id) => (
        <Select
          id={id}
          className="st-wide"
          mode="multiple"
          placeholder={t('wf.anyValue')}
          value={listOf(trigger[member])}
          options={options}
          optionFilterProp="label"
          onChange={(chosen: string[]) => change({ [member]: filled(chosen) })}
        />
      )}
    </PointedField>
  )
  return (
    <>
      {many('transitions', transitions)}
      <div className="st-pair">
        {many('from', choices)}
        {many('to', choices)}
      </div>
    </>
  )
}

function Schedule({ trigger }: Of) {
  const { t } = useTexts('studio')
  const change = useTriggerEdit()
  return (
    <>
      <CronInput
        cron={textOf(trigger['cron']) ?? ''}
        timeZone={textOf(trigger['timezone'])}
        onChange={(cron) => change({ cron })}
      />
      <div className="st-pair">
        <TimeZone trigger={trigger} />
        <PointedField pointer="/trigger/calendar" label={t('wf.calendar')} help={t('wf.calendarHelp')}>
          {(id) => (
            <DocumentPicker
              id={id}
              kind="calendar"
              value={textOf(trigger['calendar'])}
              onChange={(calendar) => change({ calendar })}
            />
          )}
        </PointedField>
      </div>
      <Condition member="where" trigger={trigger} />
    </>
  )
}

function TimeZone({ trigger }: Of) {
  const { t } = useTexts('studio')
  const change = useTriggerEdit()
  return (
    <PointedField pointer="/trigger/timezone" label={t('wf.timezone')}>
      {(id) => (
        <Select
          id={id}
          className="st-wide"
          allowClear
          showSearch
          placeholder={t('wf.ownZone')}
          value={textOf(trigger['timezone']) ?? null}
          options={Intl.supportedValuesOf('timeZone').map((value) => ({ value, label: value }))}
          onChange={(timezone: string | null | undefined) => change({ timezone: timezone ?? undefined })}
        />
      )}
    </PointedField>
  )
}

function RelativeDate({ trigger }: Of) {
  const { t } = useTexts('studio')
  const change = useTriggerEdit()
  const dates = useFields().filter(({ expression }) => expression?.kind === 'date' || expression?.kind === 'datetime')
  const days = Number(trigger['days'] ?? 0)
  const side = days < 0 ? -1 : 1
  return (
    <>
      <PointedField pointer="/trigger/field" label={t('wf.dateField')} isRequired>
        {(id) => (
          <FieldSelect
            id={id}
            fields={dates}
            value={textOf(trigger['field'])}
            onChange={(field) => change({ field: field ?? '' })}
          />
        )}
      </PointedField>
      <div className="st-pair">
        <PointedField pointer="/trigger/days" label={t('wf.days')} isRequired>
          {(id) => (
            <span className="st-wf-picker">
              <InputNumber
                id={id}
                min={0}
                max={3650}
                precision={0}
                value={Math.abs(days)}
                onChange={(value) => change({ days: side * (value ?? 0) })}
              />
              <Select
                aria-label={t('wf.side')}
                value={side}
                options={[
                  { value: -1, label: t('wf.before') },
                  { value: 1, label: t('wf.after') },
                ]}
                onChange={(next: number) => change({ days: next * (Math.abs(days) || 1) })}
              />
            </span>
          )}
        </PointedField>
        <PointedField pointer="/trigger/at" label={t('wf.at')}>
          {(id) => (
            <Input
              id={id}
              type="time"
              value={textOf(trigger['at']) ?? '08:00'}
              onChange={(event) => change({ at: event.target.value || undefined })}
            />
          )}
        </PointedField>
      </div>
      <TimeZone trigger={trigger} />
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
          <Select
            id={id}
            className="st-wide"
            mode="multiple"
            placeholder={t('wf.anyValue')}
            value={listOf(trigger['outcomes'])}
            options={OUTCOMES.map((value) => ({ value, label: t(`wf.outcome.${value}`) }))}
            onChange={(chosen: string[]) => change({ outcomes: filled(chosen) })}
          />
        )}
      </PointedField>
      <Condition member="when" trigger={trigger} />
    </>
  )
}
