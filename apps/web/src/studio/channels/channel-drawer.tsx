import { isApiProblem, localize, useTexts } from '@fieldwork/ui'
import { App, Button, Input, Select } from 'antd'
import { useState } from 'react'

import { completeText, isBlankText } from '../model/localized.ts'
import type { Json } from '../model/definitions.ts'
import { EditDrawer } from '../parts/edit-drawer.tsx'
import { FormField } from '../parts/form-field.tsx'
import { LabelInputs } from '../parts/label-inputs.tsx'
import { SwitchLine } from '../parts/switch-line.tsx'
import { SettingInput } from '../plugins/setting-input.tsx'
import { useChannelWrites } from './use-channels.ts'
import type { Channel, ChannelSetup, ChannelType } from './use-channels.ts'

interface ChannelDrawerProps {
  /** null: a new one */
  channel: Channel | null
  types: ChannelType[]
  taken: string[]
  onClose: () => void
}

/** How a channel is set up; kept at once, not with the draft. */
export function ChannelDrawer({ channel, types, taken, onClose }: ChannelDrawerProps) {
  const { t, locale } = useTexts('studio')
  const { message, modal } = App.useApp()
  const { store, remove } = useChannelWrites()
  const [name, setName] = useState(channel?.name ?? '')
  const [setup, setSetup] = useState<ChannelSetup>(() => setupOf(channel))
  const type = types.find((each) => each.name === setup.type)
  const change = (part: Partial<ChannelSetup>): void => setSetup({ ...setup, ...part })
  const choose = (next: string): void => {
    const chosen = types.find((each) => each.name === next)
    setName(freeName(next, taken))
    if (chosen) setSetup({ type: next, label: chosen.label, active: true, settings: defaultsOf(chosen) })
  }
  const save = (): void => {
    if (setup.type === '' || name === '' || isBlankText(setup.label)) return
    store.mutate(
      { name, setup: { ...setup, label: completeText(setup.label) } },
      {
        onSuccess: () => {
          void message.success(t('ch.saved'))
          onClose()
        },
      },
    )
  }
  const drop = (): void =>
    void modal.confirm({
      title: t('ch.removeTitle', { label: setup.label[locale] }),
      content: t('ch.removeText'),
      okText: t('ch.remove'),
      okButtonProps: { danger: true },
      cancelText: t('common.cancel'),
      onOk: () => remove.mutate(name, { onSuccess: onClose, onError: (error) => void message.error(error.message) }),
    })
  return (
    <EditDrawer
      size={520}
      title={channel ? channel.label[locale] : t('ch.add')}
      foot={
        channel ? (
          <Button danger type="text" onClick={drop}>
            {t('ch.remove')}
          </Button>
        ) : (
          <span className="st-muted">{t('ch.atOnce')}</span>
        )
      }
      save={t('ch.save')}
      onSave={save}
      onClose={onClose}
    >
      {channel ? null : (
        <FormField label={t('ch.type')} isRequired help={type?.help ? localize(type.help, locale) : t('ch.typeHelp')}>
          {(id) => (
            <Select
              id={id}
              className="st-wide"
              value={setup.type || null}
              options={types.map((each) => ({ value: each.name, label: each.label[locale] }))}
              onChange={(next: string | null) => choose(next ?? '')}
            />
          )}
        </FormField>
      )}
      {type ? (
        <>
          <FormField label={t('ch.name')} help={t('ch.nameHelp')} isRequired={channel === null}>
            {(id) => (
              <Input
                id={id}
                className="st-code"
                disabled={channel !== null}
                value={name}
                onChange={({ target }) => setName(target.value.trim().toLowerCase())}
              />
            )}
          </FormField>
          <LabelInputs label={t('ch.label')} isRequired value={setup.label} onChange={(label) => change({ label })} />
          <SwitchLine label={t('ch.active')} value={setup.active} onChange={(active) => change({ active })} />
          <Settings
            type={type}
            secrets={channel?.secrets ?? []}
            values={setup.settings}
            error={store.error}
            onChange={(settings) => change({ settings })}
          />
        </>
      ) : null}
    </EditDrawer>
  )
}

function setupOf(channel: Channel | null): ChannelSetup {
  if (channel === null) return { type: '', label: { en: '', 'zh-CN': '' }, active: true, settings: {} }
  const { type, label, active, values } = channel
  return { type, label, active, settings: values }
}

function freeName(stem: string, taken: string[]): string {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? stem : `${stem}-${number}`
    if (!taken.includes(name)) return name
  }
}

/** What a new one is set to before anything is entered. */
function defaultsOf({ settings }: ChannelType): Record<string, unknown> {
  const entries = Object.entries(settings?.properties ?? {})
  return Object.fromEntries(entries.flatMap(([key, schema]) => ('default' in schema ? [[key, schema['default']]] : [])))
}

interface SettingsProps {
  type: ChannelType
  secrets: string[]
  values: Record<string, unknown>
  error: Error | null
  onChange: (values: Record<string, unknown>) => void
}

/** The settings of a kind, drawn from its JSON Schema. */
function Settings({ type, secrets, values, error, onChange }: SettingsProps) {
  const problems = isApiProblem(error) ? error.problems : []
  const { properties = {}, required = [] } = type.settings ?? {}
  const problemOf = (key: string): string | undefined =>
    problems.find(({ pointer = '' }) => pointer.split('/').includes(key))?.message
  const isPlaced = problems.some(({ pointer = '' }) =>
    Object.keys(properties).some((key) => pointer.split('/').includes(key)),
  )
  return (
    <>
      {Object.entries(properties).map(([key, schema]: [string, Json]) => (
        <SettingInput
          key={key}
          name={key}
          schema={schema}
          value={values[key]}
          isRequired={required.includes(key)}
          isKept={secrets.includes(key)}
          error={problemOf(key)}
          onChange={(value) => onChange({ ...values, [key]: value })}
        />
      ))}
      {error && !isPlaced ? (
        <p className="st-error" role="alert">
          {problems[0]?.message ?? error.message}
        </p>
      ) : null}
    </>
  )
}
