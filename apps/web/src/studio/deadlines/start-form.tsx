import { useTexts } from '@fieldwork/ui'
import { Select } from 'antd'

import { TYPED } from '../approvals/editing.ts'
import type { Part } from '../approvals/editing.ts'
import { useTransitions } from '../approvals/words.ts'
import { useStudioObjects } from '../catalog/studio-objects.ts'
import { PointedExpression, PointedField } from '../conversions/pointed.tsx'
import { changed } from '../model/conversions.ts'
import { FieldSelect, FieldsSelect } from '../parts/field-select.tsx'
import { ObjectSelect } from '../parts/object-select.tsx'
import { SwitchLine } from '../parts/switch-line.tsx'
import { START_KINDS, startOf } from './deadline.ts'
import type { Report, Start } from './deadline.ts'

type StartProps = Part<Start> & { object: string }

/** When the time begins. */
export function StartForm(props: StartProps) {
  const { t } = useTexts('studio')
  const { pointer, value, onChange } = props
  return (
    <>
      <PointedField pointer={`${pointer}/on`} label={t('dl.start')} help={t(`dl.startHelp.${value.on}`)}>
        {(id) => (
          <Select
            id={id}
            className="st-wide"
            value={value.on}
            options={START_KINDS.map((on) => ({ value: on, label: t(`dl.starts.${on}`) }))}
            onChange={(on) => onChange(startOf(on))}
          />
        )}
      </PointedField>
      <StartDetails {...props} />
    </>
  )
}

function StartDetails({ pointer, value, onChange, object }: StartProps) {
  const { t } = useTexts('studio')
  const transitions = useTransitions(object)
  const fields = useStudioObjects().find(({ name }) => name === object)?.fields ?? []
  if (value.on === 'transition')
    return (
      <PointedField pointer={`${pointer}/transitions`} label={t('dl.transitions')} isRequired>
        {(id) => (
          <Select
            id={id}
            className="st-wide"
            mode="multiple"
            value={value.transitions ?? []}
            options={transitions}
            onChange={(names: string[]) => onChange({ ...value, transitions: names })}
          />
        )}
      </PointedField>
    )
  if (value.on === 'changed')
    return (
      <PointedField pointer={`${pointer}/fields`} label={t('dl.fields')} isRequired>
        {(id) => (
          <FieldsSelect
            id={id}
            fields={fields}
            value={value.fields ?? []}
            onChange={(names) => onChange({ ...value, fields: names })}
          />
        )}
      </PointedField>
    )
  if (value.on === 'field')
    return (
      <PointedField pointer={`${pointer}/field`} label={t('dl.field')} isRequired>
        {(id) => (
          <FieldSelect
            id={id}
            fields={fields.filter(({ expression }) => expression?.kind === 'date' || expression?.kind === 'datetime')}
            value={value.field || undefined}
            onChange={(field) => onChange({ ...value, field: field ?? '' })}
          />
        )}
      </PointedField>
    )
  if (value.on === 'period')
    return (
      <PointedField pointer={`${pointer}/every`} label={t('dl.every')} isRequired>
        {(id) => (
          <Select
            id={id}
            className="st-wide"
            value={value.every ?? 'month'}
            options={(['week', 'month'] as const).map((each) => ({ value: each, label: t(`dl.periods.${each}`) }))}
            onChange={(every) => onChange({ ...value, every })}
          />
        )}
      </PointedField>
    )
  return null
}

/** Of which object there has to be a record for each period. */
export function ReportForm({ pointer, value, onChange, object }: Part<Report | undefined> & { object: string }) {
  const { t } = useTexts('studio')
  return (
    <>
      <SwitchLine
        label={t('dl.hasReport')}
        help={t('dl.reportHelp')}
        value={value !== undefined}
        onChange={(isOn) => onChange(isOn ? { object: '', by: '', on: '' } : undefined)}
      />
      {value ? <ReportDetails pointer={pointer} value={value} onChange={onChange} object={object} /> : null}
    </>
  )
}

function ReportDetails({ pointer, value, onChange, object }: Part<Report> & { object: string }) {
  const { t } = useTexts('studio')
  const fields = useStudioObjects().find(({ name }) => name === value.object)?.fields ?? []
  const dates = fields.filter(({ expression }) => expression?.kind === 'date' || expression?.kind === 'datetime')
  const pick = (member: 'by' | 'on' | 'at', choices: typeof fields) => (
    <PointedField pointer={`${pointer}/${member}`} label={t(`dl.report.${member}`)} isRequired={member !== 'at'}>
      {(id) => (
        <FieldSelect
          id={id}
          fields={choices}
          value={value[member] || undefined}
          onChange={(field) =>
            onChange(member === 'at' ? changed(value, { at: field }) : { ...value, [member]: field ?? '' })
          }
        />
      )}
    </PointedField>
  )
  return (
    <>
      <PointedField pointer={`${pointer}/object`} label={t('dl.report.object')} isRequired>
        {(id) => (
          <ObjectSelect
            id={id}
            value={value.object || undefined}
            onChange={(next) => onChange({ object: next, by: '', on: '' })}
          />
        )}
      </PointedField>
      {pick(
        'by',
        fields.filter(({ reference }) => reference === object),
      )}
      {pick('on', dates)}
      {pick('at', dates)}
      <PointedExpression
        pointer={`${pointer}/when`}
        object={value.object}
        label={t('dl.report.when')}
        expects={{ kind: 'boolean' }}
        value={value.when ?? ''}
        onChange={(when) => onChange(changed(value, { when }), TYPED)}
      />
    </>
  )
}
