import { ProblemNote, isApiProblem, useTexts } from '@fieldwork/ui'
import { App, Button, Drawer, Skeleton } from 'antd'
import { useState } from 'react'

import type { Json } from '../model/definitions.ts'
import { usePluginSettings, useSavePluginSettings } from './queries.ts'
import type { PluginSettings } from './queries.ts'
import { SettingInput } from './setting-input.tsx'

interface PluginSettingsProps {
  name: string
  title: string
  onClose(): void
}

/** The settings of a plugin beside the list. */
export function PluginSettingsDrawer({ name, title, onClose }: PluginSettingsProps) {
  const settings = usePluginSettings(name)
  return (
    <Drawer open title={title} onClose={onClose}>
      {settings.error ? <ProblemNote error={settings.error} onRetry={() => void settings.refetch()} /> : null}
      {settings.isPending ? <Skeleton active title={false} /> : null}
      {settings.data ? <SettingsForm name={name} settings={settings.data} onClose={onClose} /> : null}
    </Drawer>
  )
}

function SettingsForm({ name, settings, onClose }: Omit<PluginSettingsProps, 'title'> & { settings: PluginSettings }) {
  const { t } = useTexts('studio')
  const { message } = App.useApp()
  const save = useSavePluginSettings(name)
  const [values, setValues] = useState(settings.values)
  const problems = isApiProblem(save.error) ? save.error.problems : []
  const { properties = {}, required = [] } = settings.schema ?? {}
  const submit = (): void =>
    save.mutate(values, {
      onSuccess: () => {
        void message.success(t('plugins.saved'))
        onClose()
      },
    })
  return (
    <>
      {Object.entries(properties).map(([key, schema]: [string, Json]) => (
        <SettingInput
          key={key}
          name={key}
          schema={schema}
          value={values[key]}
          isRequired={required.includes(key)}
          isKept={settings.secrets.includes(key)}
          error={problems.find(({ pointer }) => pointer?.split('/')[1] === key)?.message}
          onChange={(value) => setValues({ ...values, [key]: value })}
        />
      ))}
      {save.error && problems.length === 0 ? <p role="alert">{save.error.message}</p> : null}
      <Button type="primary" loading={save.isPending} onClick={submit}>
        {t('plugins.save')}
      </Button>
    </>
  )
}
