import { EmptyState, ProblemNote, useMe, useNavigateTo, useTexts } from '@fieldwork/ui'
import { CheckOutlined, ClockCircleOutlined } from '@ant-design/icons'
import { Button, Segmented, Skeleton } from 'antd'
import { useState } from 'react'

import { MomentText } from '../workspace/moment-text.tsx'
import { useNotifications, useNotificationWrites } from './notifications.ts'
import type { Notification } from './notifications.ts'

const HOUR_MS = 3_600_000

/** What one has been told, by day; each leads to what it is about. */
export function NotificationList({ onLeave }: { onLeave: () => void }) {
  const { t } = useTexts('app')
  const [isUnreadOnly, setUnreadOnly] = useState(false)
  const list = useNotifications(isUnreadOnly)
  const writes = useNotificationWrites()
  const all = list.data?.pages.flatMap(({ data }) => data) ?? []
  const days = useDays(all)
  return (
    <div className="fw-news">
      <div className="fw-news-head">
        <Segmented
          size="small"
          aria-label={t('news.filter')}
          value={isUnreadOnly ? 'unread' : 'all'}
          options={['all', 'unread'].map((value) => ({ value, label: t(`news.${value}`) }))}
          onChange={(value) => setUnreadOnly(value === 'unread')}
        />
        <Button size="small" type="link" icon={<CheckOutlined />} onClick={() => void writes.readAll()}>
          {t('news.readAll')}
        </Button>
      </div>
      {list.isPending ? <Skeleton active title={false} /> : null}
      {list.error ? <ProblemNote error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.isSuccess && all.length === 0 ? (
        <EmptyState compact icon="bell" title={t('news.none')} text={t('news.noneText')} />
      ) : null}
      {days.map(({ day, entries }) => (
        <section key={day}>
          <h3 className="fw-news-day">{day}</h3>
          <ul>
            {entries.map((entry) => (
              <Entry key={entry.id} entry={entry} onLeave={onLeave} />
            ))}
          </ul>
        </section>
      ))}
      {list.hasNextPage ? (
        <Button type="link" block loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('news.older')}
        </Button>
      ) : null}
    </div>
  )
}

function Entry({ entry, onLeave }: { entry: Notification; onLeave: () => void }) {
  const { t } = useTexts('app')
  const navigate = useNavigateTo()
  const writes = useNotificationWrites()
  const open = (): void => {
    if (entry.read_at === null) void writes.read(entry.id)
    if (entry.link) navigate(entry.link)
    onLeave()
  }
  return (
    <li className={entry.read_at === null ? 'fw-news-entry fw-news-unread' : 'fw-news-entry'}>
      <button type="button" className="fw-news-open" onClick={open}>
        <span className="fw-news-title">{entry.title}</span>
        {entry.body ? <span className="fw-muted">{entry.body}</span> : null}
        <span className="fw-faint">
          <MomentText at={entry.created_at} />
        </span>
      </button>
      {entry.read_at === null ? (
        <>
          <Button
            size="small"
            type="text"
            icon={<ClockCircleOutlined />}
            aria-label={t('news.snooze')}
            title={t('news.snooze')}
            onClick={() => void writes.snooze(entry.id, new Date(Date.now() + HOUR_MS))}
          />
          <Button
            size="small"
            type="text"
            icon={<CheckOutlined />}
            aria-label={t('news.read')}
            title={t('news.read')}
            onClick={() => void writes.read(entry.id)}
          />
        </>
      ) : null}
    </li>
  )
}

function useDays(all: Notification[]): { day: string; entries: Notification[] }[] {
  const { locale } = useTexts()
  const timeZone = useMe().data?.timeZone ?? 'Asia/Shanghai'
  const format = new Intl.DateTimeFormat(locale, { month: 'long', day: 'numeric', weekday: 'short', timeZone })
  const days: { day: string; entries: Notification[] }[] = []
  for (const entry of all) {
    const day = format.format(new Date(entry.created_at))
    const last = days.at(-1)
    if (last?.day === day) last.entries.push(entry)
    else days.push({ day, entries: [entry] })
  }
  return days
}
