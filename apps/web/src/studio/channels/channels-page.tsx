import '../studio-automation.css'

import { EmptyState, PageHeader, ProblemNote, useAttempt, useTexts } from '@fieldwork/ui'
import { PlusOutlined } from '@ant-design/icons'
import { App, Button, Skeleton, Tag } from 'antd'
import { useState } from 'react'

import { useNewsChoices, useStoreUsual } from '../../account/news-choices.ts'
import { NewsMatrix, channelsFor } from '../../account/news-matrix.tsx'
import { ChannelDrawer } from './channel-drawer.tsx'
import { DeliveriesDrawer } from './deliveries-drawer.tsx'
import { useChannelWrites, useChannels } from './use-channels.ts'
import type { Channel, ChannelType } from './use-channels.ts'

/** Ways out of the house: how each is set up, what has left by it, and what goes over which as a rule. */
export function ChannelsPage() {
  const { t } = useTexts('studio')
  const channels = useChannels()
  const [edited, edit] = useState<Channel | 'new' | null>(null)
  const [opened, open] = useState<Channel | null>(null)
  const { types = [], data = [] } = channels.data ?? {}
  const add = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => edit('new')}>
      {t('ch.add')}
    </Button>
  )
  return (
    <div className="st-page">
      <PageHeader title={t('ch.title')} line={t('ch.line')} actions={add} />
      {channels.error ? <ProblemNote error={channels.error} onRetry={() => void channels.refetch()} /> : null}
      {channels.isPending ? <Skeleton active title={false} /> : null}
      {channels.data && data.length === 0 ? (
        <EmptyState icon="mail" title={t('ch.none')} text={t('ch.noneText')} action={add} />
      ) : null}
      <ul className="st-list">
        {data.map((channel) => (
          <ChannelItem
            key={channel.name}
            channel={channel}
            type={types.find(({ name }) => name === channel.type)}
            onEdit={() => edit(channel)}
            onOpen={() => open(channel)}
          />
        ))}
      </ul>
      {channels.data ? <UsualChannels /> : null}
      {edited === null ? null : (
        <ChannelDrawer
          channel={edited === 'new' ? null : edited}
          types={types}
          taken={data.map(({ name }) => name)}
          onClose={() => edit(null)}
        />
      )}
      {opened ? <DeliveriesDrawer channel={opened} onClose={() => open(null)} /> : null}
    </div>
  )
}

interface ItemProps {
  channel: Channel
  type: ChannelType | undefined
  onEdit: () => void
  onOpen: () => void
}

function ChannelItem({ channel, type, onEdit, onOpen }: ItemProps) {
  const { t, locale } = useTexts('studio')
  const { message } = App.useApp()
  const attempt = useAttempt()
  const { test } = useChannelWrites()
  const label = channel.label[locale]
  const send = async (): Promise<void> => {
    if (!(await attempt(test.mutateAsync(channel.name)))) return
    void message.success(t('ch.tested'))
    onOpen()
  }
  return (
    <li className="st-list-item st-au-channel" aria-label={label}>
      <span className="st-grow">
        <strong>{label}</strong> <code className="st-code">{channel.name}</code>{' '}
        {channel.active ? null : <Tag>{t('ch.off')}</Tag>}
        <span className="st-muted st-au-channel-note">
          {type?.label[locale] ?? channel.type} · {t(`ch.reach.${channel.reach ?? 'person'}`)}
          {type?.rate ? ` · ${t('ch.rate', type.rate)}` : ''}
        </span>
      </span>
      <Button disabled={!channel.active} loading={test.isPending} onClick={() => void send()}>
        {t('ch.test')}
      </Button>
      <Button onClick={onOpen}>{t('ch.deliveries')}</Button>
      <Button onClick={onEdit}>{t('ch.settings')}</Button>
    </li>
  )
}

/** Over which channels news go where nobody has chosen for himself; kept at once. */
function UsualChannels() {
  const { t } = useTexts('studio')
  const choices = useNewsChoices()
  const store = useStoreUsual()
  const attempt = useAttempt()
  if (!choices.data) return null
  const { known, channels, usual } = choices.data
  return (
    <section className="st-au-usual" aria-label={t('ch.usual')}>
      <h3 className="st-group-title">{t('ch.usual')}</h3>
      <p className="st-help">{t('ch.usualHelp')}</p>
      <NewsMatrix
        label={t('ch.usual')}
        head={t('ch.news')}
        kinds={known}
        channels={channels}
        valueOf={(kind) => channelsFor(usual, kind) ?? []}
        onChange={(kind, names) => void attempt(store.mutateAsync({ ...usual, [kind]: names }))}
      />
    </section>
  )
}
