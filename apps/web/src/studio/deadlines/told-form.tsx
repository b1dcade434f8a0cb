import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import { Button, InputNumber, Select } from 'antd'

import { filled, TYPED } from '../approvals/editing.ts'
import type { Change, Part } from '../approvals/editing.ts'
import { useRoleChoices } from '../approvals/words.ts'
import { PointedField, PointedProblem, pointerOf } from '../conversions/pointed.tsx'
import { PointedLabels } from '../conversions/pointed-labels.tsx'
import { changed, freeKey } from '../model/conversions.ts'
import { SwitchLine } from '../parts/switch-line.tsx'
import type { DeadlineReminder, Told } from './deadline.ts'
import { LengthInput } from './length-input.tsx'

type Reminders = Record<string, DeadlineReminder>

/** Who is told when: reminders of the responsible, or those to whom it is handed up. */
export function ToldList(props: {
  pointer: string
  title: string
  note: string
  addLabel: string
  stem: string
  make: DeadlineReminder
  value: Reminders | undefined
  onChange: Change<Reminders | undefined>
}) {
  const { t } = useTexts('studio')
  const { pointer, value = {}, onChange } = props
  const keys = Object.keys(value)
  const drop = (key: string): void => {
    const { [key]: _dropped, ...rest } = value
    onChange(Object.keys(rest).length === 0 ? undefined : rest)
  }
  return (
    <section className="st-ap-entries" aria-label={props.title} data-pointer={pointer}>
      <h4 className="st-part-title">{props.title}</h4>
      <p className="st-help">{props.note}</p>
      <PointedProblem pointer={pointer} />
      {keys.map((key, at) => {
        const label = `${props.title} ${at + 1}`
        return (
          <section key={key} className="st-ap-entry" aria-label={label}>
            <header>
              <span className="st-grow">{label}</span>
              <Button
                type="text"
                size="small"
                icon={<DeleteOutlined />}
                aria-label={t('ap.drop', { label })}
                onClick={() => drop(key)}
              />
            </header>
            <ReminderForm
              pointer={pointer + pointerOf(key)}
              value={value[key] ?? props.make}
              onChange={(next, options) => onChange({ ...value, [key]: next }, options)}
            />
          </section>
        )
      })}
      <Button
        size="small"
        icon={<PlusOutlined />}
        onClick={() => onChange({ ...value, [freeKey(props.stem, keys)]: props.make })}
      >
        {props.addLabel}
      </Button>
    </section>
  )
}

const MOMENTS = ['before', 'after', 'start'] as const
const CHANNELS = ['mail', 'sms', 'robot', 'push'] as const

function ReminderForm({ pointer, value, onChange }: Part<DeadlineReminder>) {
  const { t } = useTexts('studio')
  return (
    <>
      <PointedField pointer={`${pointer}/moment`} label={t('dl.moment')}>
        {(id) => (
          <Select
            id={id}
            className="st-wide"
            value={value.moment}
            options={MOMENTS.map((each) => ({ value: each, label: t(`dl.moments.${each}`) }))}
            onChange={(moment) => onChange({ ...value, moment })}
          />
        )}
      </PointedField>
      <LengthInput
        isSpan
        pointer={`${pointer}/span`}
        label={t('dl.span')}
        value={value.span}
        onChange={(span, options) => onChange({ ...value, span }, options)}
      />
      <ToldForm
        pointer={`${pointer}/to`}
        value={value.to ?? {}}
        onChange={(to) => onChange(changed(value, { to: Object.keys(to).length === 0 ? undefined : to }), TYPED)}
      />
      <PointedLabels
        pointer={`${pointer}/label`}
        label={t('dl.said')}
        value={value.label}
        onChange={(label) => onChange(changed(value, { label }), TYPED)}
      />
      <PointedField pointer={`${pointer}/channels`} label={t('dl.channels')} help={t('dl.channelsHelp')}>
        {(id) => (
          <Select
            id={id}
            className="st-wide"
            mode="multiple"
            value={value.channels ?? []}
            options={CHANNELS.map((each) => ({ value: each, label: t(`dl.channelNames.${each}`) }))}
            onChange={(channels: string[]) => onChange(changed(value, { channels: filled(channels) }))}
          />
        )}
      </PointedField>
    </>
  )
}

function ToldForm({ pointer, value, onChange }: Part<Told>) {
  const { t } = useTexts('studio')
  const roles = useRoleChoices()
  const isNamed = (value.superiors ?? 0) > 0 || (value.roles ?? []).length > 0
  const put = (next: Told): void => onChange(Object.fromEntries(Object.entries(next).filter(([, entry]) => entry)))
  return (
    <>
      <div className="st-pair">
        <PointedField pointer={`${pointer}/superiors`} label={t('dl.superiors')} help={t('dl.superiorsHelp')}>
          {(id) => (
            <InputNumber
              id={id}
              className="st-wide"
              min={0}
              max={10}
              precision={0}
              value={value.superiors ?? 0}
              onChange={(levels) => put({ ...value, superiors: levels ?? 0 })}
            />
          )}
        </PointedField>
        <PointedField pointer={`${pointer}/roles`} label={t('dl.toRoles')}>
          {(id) => (
            <Select
              id={id}
              className="st-wide"
              mode="multiple"
              showSearch={{ optionFilterProp: 'label' }}
              value={value.roles ?? []}
              options={roles}
              onChange={(names: string[]) => {
                const { roles: _old, ...rest } = value
                put(names.length === 0 ? rest : { ...rest, roles: names })
              }}
            />
          )}
        </PointedField>
      </div>
      <SwitchLine
        label={t('dl.toResponsible')}
        isDisabled={!isNamed}
        value={!isNamed || value.responsible === true}
        onChange={(responsible) => put({ ...value, responsible })}
      />
    </>
  )
}
