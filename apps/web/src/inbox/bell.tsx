import { useNavigateTo, useTexts } from '@fieldwork/ui'
import { AuditOutlined, BellOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { App, Badge, Button, Popover, Skeleton } from 'antd'
import { useLocation } from '@tanstack/react-router'
import { Suspense, lazy, useState } from 'react'

import { approvalKey, useApprovalCounts } from '../approvals/counts.ts'
import { useLive } from '../live/use-live.ts'
import type { LiveEvent } from '../live/read-events.ts'
import './inbox.css'
import { notificationKey, unreadKey, useUnread } from './notifications.ts'
import type { Notification } from './notifications.ts'

const NotificationList = lazy(async () => ({ default: (await import('./notification-list.tsx')).NotificationList }))

const RECORD_PAGE = /^\/o\/([a-z0-9_]+)\/([0-9a-f-]{36})$/

/** What waits for one's decision and what one has been told, with their counts; both follow what happens. */
export function Bell() {
  const { t } = useTexts('app')
  const navigate = useNavigateTo()
  const [isOpen, setOpen] = useState(false)
  const unread = useUnread()
  const { pending = 0 } = useApprovalCounts().data ?? {}
  useNews()
  return (
    <>
      <Badge count={pending} size="small" offset={[-6, 6]}>
        <Button
          type="text"
          icon={<AuditOutlined />}
          aria-label={t('approvals.waiting', { count: pending })}
          title={t('approvals.title')}
          onClick={() => navigate('/approvals')}
        />
      </Badge>
      <Popover
        trigger="click"
        placement="bottomRight"
        open={isOpen}
        onOpenChange={setOpen}
        content={
          <Suspense fallback={<Skeleton active className="fw-news" />}>
            <NotificationList onLeave={() => setOpen(false)} />
          </Suspense>
        }
      >
        <Badge count={unread} size="small" offset={[-6, 6]}>
          <Button type="text" icon={<BellOutlined />} aria-label={t('news.unreadCount', { count: unread })} />
        </Badge>
      </Popover>
    </>
  )
}

/** Brings what is on the screen up to date, and says what is new. */
function useNews(): void {
  const client = useQueryClient()
  const navigate = useNavigateTo()
  const { notification } = App.useApp()
  const path = useLocation({ select: ({ pathname }) => pathname })
  const [, object, id] = RECORD_PAGE.exec(path) ?? []
  const hear = ({ event, data }: LiveEvent): void => {
    if (event === 'record') void client.invalidateQueries({ queryKey: ['records', object] })
    if (event === 'record' || event === 'notification') void client.invalidateQueries({ queryKey: approvalKey })
    if (event === 'counts') client.setQueryData(unreadKey, data)
    if (event === 'counts') void client.invalidateQueries({ queryKey: [...notificationKey, 'list'] })
    if (event !== 'notification') return
    const { id: key, title, body, link } = data as Notification
    // who is asked again may read it again
    if (link === path) void client.invalidateQueries({ queryKey: ['records', object] })
    const open = (): void => {
      notification.destroy(key)
      if (link) navigate(link)
    }
    notification.info({ key, title, description: body, placement: 'bottomRight', onClick: open })
  }
  useLive(object && id ? `${object}:${id}` : null, hear)
}
