import '../studio-packages.css'

import { EmptyState, PageHeader, ProblemNote, localize, useTexts } from '@fieldwork/ui'
import { App, Button, Checkbox, Skeleton, Tag } from 'antd'
import { useState } from 'react'

import { RefusalView } from '../publish/refusal-view.tsx'
import { PluginSettingsDrawer } from './plugin-settings.tsx'
import { usePlugins, useSwitchPlugin } from './queries.ts'
import type { ShownPlugin } from './queries.ts'

const COLOURS = { enabled: 'green', disabled: 'default', failed: 'red' } as const

/** Plugins: which there are, whether they work, and what they are set to. */
export function PluginsPage() {
  const { t, locale } = useTexts('studio')
  const plugins = usePlugins()
  const [opened, setOpened] = useState<ShownPlugin | null>(null)
  return (
    <div className="st-page">
      <PageHeader title={t('plugins.title')} line={t('plugins.line')} />
      {plugins.error ? <ProblemNote error={plugins.error} onRetry={() => void plugins.refetch()} /> : null}
      {plugins.isPending ? <Skeleton active title={false} /> : null}
      {plugins.data?.length === 0 ? (
        <EmptyState icon="api" title={t('plugins.none')} text={t('plugins.noneText')} />
      ) : null}
      <ul className="st-cards">
        {plugins.data?.map((plugin) => (
          <PluginCard key={plugin.name} plugin={plugin} onOpen={() => setOpened(plugin)} />
        ))}
      </ul>
      {opened ? (
        <PluginSettingsDrawer
          name={opened.name}
          title={localize(opened.label, locale)}
          onClose={() => setOpened(null)}
        />
      ) : null}
    </div>
  )
}

function PluginCard({ plugin, onOpen }: { plugin: ShownPlugin; onOpen(): void }) {
  const { t, locale } = useTexts('studio')
  const { label, help, name, version, state, hasSettings, problems } = plugin
  return (
    <li className="st-package" aria-label={localize(label, locale)}>
      <div className="st-grow">
        <strong>{localize(label, locale)}</strong> <code className="st-code">{name}</code>{' '}
        {version === null ? null : <Tag variant="filled">{version}</Tag>}
        <Tag color={COLOURS[state]}>{t(`plugins.states.${state}`)}</Tag>
        {help ? <p className="st-muted">{localize(help, locale)}</p> : null}
        {problems.map(({ pointer = '', message }) => (
          <p key={pointer + message.en} className="st-refusal" role="alert">
            {[pointer, localize(message, locale)].filter(Boolean).join(' ')}
          </p>
        ))}
      </div>
      {hasSettings ? <Button onClick={onOpen}>{t('plugins.settings')}</Button> : null}
      {/* one that has failed can be switched off where it is installed */}
      {state === 'failed' && version === null ? null : <SwitchButton plugin={plugin} />}
    </li>
  )
}

/** What can lose something asks once more. */
function SwitchButton({ plugin }: { plugin: ShownPlugin }) {
  const { t } = useTexts('studio')
  const { message } = App.useApp()
  const [isConfirmed, setConfirmed] = useState(false)
  const change = useSwitchPlugin(plugin)
  const isEnabled = plugin.state !== 'disabled'
  const done = (): void => {
    setConfirmed(false)
    void message.success(t(isEnabled ? 'plugins.disabled' : 'plugins.enabled'))
  }
  return (
    <div>
      <RefusalView error={change.error} />
      {change.error ? (
        <Checkbox checked={isConfirmed} onChange={(event) => setConfirmed(event.target.checked)}>
          {t('publish.confirm')}
        </Checkbox>
      ) : null}
      <Button
        type={isEnabled ? 'default' : 'primary'}
        loading={change.isPending}
        onClick={() => change.mutate(isConfirmed, { onSuccess: done })}
      >
        {t(isEnabled ? 'plugins.disable' : 'plugins.enable')}
      </Button>
    </div>
  )
}
