import { useTexts } from '@fieldwork/ui'
import { Select } from 'antd'

import { Entries } from '../approvals/entries.tsx'
import { filled, TYPED } from '../approvals/editing.ts'
import type { Change } from '../approvals/editing.ts'
import { useRoleChoices, useTransitions } from '../approvals/words.ts'
import { useStudioObjects } from '../catalog/studio-objects.ts'
import { PointedExpression, PointedField, PointedProblem } from '../conversions/pointed.tsx'
import { PointedLabels } from '../conversions/pointed-labels.tsx'
import { enterable } from '../conversions/use-conversions.ts'
import { ValueMap } from '../conversions/value-map.tsx'
import { changed } from '../model/conversions.ts'
import { FormGroup } from '../parts/form-field.tsx'
import { SwitchLine } from '../parts/switch-line.tsx'
import { DocumentPicker } from '../workflows/form/reference-option.tsx'
import type { DeadlineCase, DeadlineDefinition } from './deadline.ts'
import { LengthInput } from './length-input.tsx'
import { ReportForm, StartForm } from './start-form.tsx'
import { ToldList } from './told-form.tsx'

export interface DeadlineProps {
  deadline: DeadlineDefinition
  edit: Change<DeadlineDefinition>
}

const withoutActive = ({ active: _active, ...rest }: DeadlineDefinition): DeadlineDefinition => rest

/** Everything that a deadline says, from its beginning to what happens when nothing is done. */
export function DeadlineForm(props: DeadlineProps) {
  const { t } = useTexts('studio')
  const { deadline, edit } = props
  return (
    <section className="st-ap-form" aria-label={t('dl.settings')}>
      <PointedLabels
        pointer="/label"
        label={t('dl.label')}
        value={deadline.label}
        onChange={(label) => edit(changed(deadline, { label }), TYPED)}
      />
      <PointedLabels
        pointer="/description"
        label={t('ap.description')}
        isMultiline
        value={deadline.description}
        onChange={(description) => edit(changed(deadline, { description }), TYPED)}
      />
      <SwitchLine
        label={t('dl.active')}
        value={deadline.active !== false}
        onChange={(isActive) => edit(isActive ? withoutActive(deadline) : { ...deadline, active: false })}
      />
      <Beginning {...props} />
      <Time {...props} />
      <People {...props} />
      <FormGroup title={t('dl.tell')}>
        <ToldList
          pointer="/reminders"
          title={t('dl.reminders')}
          note={t('dl.remindersHelp')}
          addLabel={t('dl.addReminder')}
          stem="reminder"
          make={{ moment: 'before', span: { days: 1, at: '09:00' } }}
          value={deadline.reminders}
          onChange={(reminders, options) => edit(changed(deadline, { reminders }), options)}
        />
        <ToldList
          pointer="/escalation"
          title={t('dl.escalation')}
          note={t('dl.escalationHelp')}
          addLabel={t('dl.addEscalation')}
          stem="escalation"
          make={{ moment: 'after', span: { workdays: 1, at: '09:00' }, to: { responsible: true, superiors: 1 } }}
          value={deadline.escalation}
          onChange={(escalation, options) => edit(changed(deadline, { escalation }), options)}
        />
      </FormGroup>
      <Overdue {...props} />
    </section>
  )
}

function Condition(props: DeadlineProps & { member: 'when' | 'done' | 'pause' }) {
  const { t } = useTexts('studio')
  const { deadline, edit, member } = props
  return (
    <PointedExpression
      pointer={`/${member}`}
      object={deadline.object}
      label={t(`dl.conditions.${member}`)}
      help={t(`dl.conditionHelp.${member}`)}
      expects={{ kind: 'boolean' }}
      value={deadline[member] ?? ''}
      onChange={(source) => edit(changed(deadline, { [member]: source }), TYPED)}
    />
  )
}

function Beginning(props: DeadlineProps) {
  const { t } = useTexts('studio')
  const { deadline, edit } = props
  return (
    <FormGroup title={t('dl.begin')}>
      <StartForm
        pointer="/start"
        object={deadline.object}
        value={deadline.start}
        onChange={(start, options) => {
          const { report: _report, ...rest } = deadline
          edit(start.on === 'period' ? { ...deadline, start } : { ...rest, start }, options)
        }}
      />
      <Condition {...props} member="when" />
      <Condition {...props} member="done" />
      <Condition {...props} member="pause" />
      {deadline.start.on === 'period' ? (
        <ReportForm
          pointer="/report"
          object={deadline.object}
          value={deadline.report}
          onChange={(report, options) => edit(changed(deadline, { report }), options)}
        />
      ) : null}
    </FormGroup>
  )
}

function Time({ deadline, edit }: DeadlineProps) {
  const { t } = useTexts('studio')
  return (
    <FormGroup title={t('dl.time')}>
      <LengthInput
        pointer="/length"
        label={t('dl.length')}
        value={deadline.length}
        onChange={(length, options) => edit({ ...deadline, length }, options)}
      />
      <PointedField pointer="/calendar" label={t('dl.calendar')} help={t('dl.calendarHelp')}>
        {(id) => (
          <DocumentPicker
            id={id}
            kind="calendar"
            value={deadline.calendar}
            onChange={(calendar) => edit(changed(deadline, { calendar: calendar as string | undefined }))}
          />
        )}
      </PointedField>
      <Entries<DeadlineCase>
        pointer="/cases"
        title={t('dl.cases')}
        note={t('dl.casesHelp')}
        stem="case"
        addLabel={t('dl.addCase')}
        entries={deadline.cases}
        make={() => ({ when: '', length: deadline.length })}
        labelOf={(_case, at) => t('dl.case', { number: at + 1 })}
        onChange={(cases, options) => edit(changed(deadline, { cases }), options)}
      >
        {(part) => (
          <>
            <PointedExpression
              pointer={`${part.pointer}/when`}
              object={deadline.object}
              label={t('ap.condition')}
              expects={{ kind: 'boolean' }}
              value={part.value.when}
              onChange={(when) => part.onChange({ ...part.value, when }, TYPED)}
            />
            <LengthInput
              pointer={`${part.pointer}/length`}
              label={t('dl.length')}
              value={part.value.length}
              onChange={(length, options) => part.onChange({ ...part.value, length }, options)}
            />
          </>
        )}
      </Entries>
    </FormGroup>
  )
}

function People({ deadline, edit }: DeadlineProps) {
  const { t } = useTexts('studio')
  const roles = useRoleChoices()
  const put = (responsible: DeadlineDefinition['responsible'], options?: { isTyping?: boolean }): void =>
    edit({ ...deadline, responsible: changed(responsible, {}) }, options)
  return (
    <FormGroup title={t('dl.people')}>
      <PointedProblem pointer="/responsible" />
      <PointedExpression
        pointer="/responsible/who"
        object={deadline.object}
        label={t('dl.who')}
        help={t('dl.whoHelp')}
        value={deadline.responsible.who ?? ''}
        onChange={(who) => put({ ...deadline.responsible, who }, TYPED)}
      />
      <PointedField pointer="/responsible/roles" label={t('dl.roles')}>
        {(id) => (
          <Select
            id={id}
            className="st-wide"
            mode="multiple"
            showSearch={{ optionFilterProp: 'label' }}
            value={deadline.responsible.roles ?? []}
            options={roles}
            onChange={(names: string[]) => put(changed(deadline.responsible, { roles: filled(names) }))}
          />
        )}
      </PointedField>
    </FormGroup>
  )
}

function Overdue({ deadline, edit }: DeadlineProps) {
  const { t } = useTexts('studio')
  const transitions = useTransitions(deadline.object)
  const about = useStudioObjects().find(({ name }) => name === deadline.object)
  const put = (overdue: NonNullable<DeadlineDefinition['overdue']>, options?: { isTyping?: boolean }): void =>
    edit(changed(deadline, { overdue: Object.keys(overdue).length === 0 ? undefined : overdue }), options)
  const value = deadline.overdue ?? {}
  return (
    <FormGroup title={t('dl.overdue')} note={t('dl.overdueHelp')}>
      <PointedField pointer="/overdue/transition" label={t('ap.transition')}>
        {(id) => (
          <Select
            id={id}
            className="st-wide"
            allowClear
            value={value.transition ?? null}
            options={transitions}
            onChange={(transition: string | null | undefined) =>
              put(changed(value, { transition: transition ?? undefined }))
            }
          />
        )}
      </PointedField>
      {about ? (
        <ValueMap
          pointer="/overdue/set"
          title={t('ap.set')}
          from={about}
          to={about}
          fields={enterable(about.fields)}
          values={value.set ?? {}}
          onChange={(set, options) =>
            put(changed(value, { set: Object.keys(set).length === 0 ? undefined : set }), options)
          }
        />
      ) : null}
    </FormGroup>
  )
}
