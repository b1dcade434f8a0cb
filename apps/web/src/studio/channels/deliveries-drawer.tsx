import { ProblemNote, useAttempt, useTexts } from '@fieldwork/ui'
import { Button, Drawer, Skeleton, Tag } from 'antd'

import { Moment } from '../workflows/moment.tsx'
import { useDeliveries, useRetryDelivery } from './use-channels.ts'
import type { Channel, Delivery } from './use-channels.ts'

const COLOURS = { queued: 'blue', sent: 'green', skipped: 'gold', failed: 'red' } as const

/** What has become of the messages of a channel. */
export function DeliveriesDrawer({ channel, onClose }: { channel: Channel; onClose: () => void }) {
  const { t, locale } = useTexts('studio')
  const deliveries = useDeliveries(channel.name)
  const all = deliveries.data?.pages.flatMap(({ data }) => data) ?? []
  return (
    <Drawer open size={560} title={`${channel.label[locale]} · ${t('ch.deliveries')}`} onClose={onClose}>
      {deliveries.error ? <ProblemNote error={deliveries.error} onRetry={() => void deliveries.refetch()} /> : null}
      {deliveries.isPending ? <Skeleton active title={false} /> : null}
      {deliveries.data && all.length === 0 ? <p className="st-muted">{t('ch.noDeliveries')}</p> : null}
      <ul className="st-list">
        {all.map((delivery) => (
          <DeliveryItem key={delivery.id} channel={channel.name} delivery={delivery} />
        ))}
      </ul>
      {deliveries.hasNextPage ? (
        <Button loading={deliveries.isFetchingNextPage} onClick={() => void deliveries.fetchNextPage()}>
          {t('cn.more')}
        </Button>
      ) : null}
    </Drawer>
  )
}

function DeliveryItem({ channel, delivery }: { channel: string; delivery: Delivery }) {
  const { t } = useTexts('studio')
  const retry = useRetryDelivery(channel)
  const attempt = useAttempt()
  const { id, state, title, recipient, address, error } = delivery
  return (
    <li className="st-list-item">
      <span className="st-grow">
        <Tag color={COLOURS[state]}>{t(`ch.states.${state}`)}</Tag> {title}
        <span className="st-muted st-au-channel-note">
          {[recipient?.name, address].filter(Boolean).join(' · ')} <Moment at={delivery.created_at} />
        </span>
        {error ? <span className="st-error">{error.message}</span> : null}
      </span>
      {state === 'failed' || state === 'skipped' ? (
        <Button size="small" loading={retry.isPending} onClick={() => void attempt(retry.mutateAsync(id))}>
          {t('ch.again')}
        </Button>
      ) : null}
    </li>
  )
}
