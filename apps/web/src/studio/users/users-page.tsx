import { PlusOutlined } from '@ant-design/icons'
import { PageHeader, useTexts } from '@fieldwork/ui'
import { Avatar, Button, Skeleton, Tag } from 'antd'
import { useState } from 'react'

import { ViewAsButton } from '../../view-as/view-as-button.tsx'
import { useMoment } from '../security/use-moment.ts'
import type { HeldRole } from './held-roles.ts'
import { RoleTags } from './role-tags.tsx'
import { useHeldRoles } from './use-held-roles.ts'
import { useUsers } from './queries.ts'
import type { UserInfo } from './queries.ts'
import { UserDrawer } from './user-drawer.tsx'
import { WaitingAccounts } from './waiting-accounts.tsx'

/** The people who may log in, and what they may do. */
export function UsersPage() {
  const { t } = useTexts('studio')
  const users = useUsers()
  const [opened, setOpened] = useState<UserInfo | 'new' | null>(null)
  return (
    <div className="st-page">
      <PageHeader
        title={t('users.title')}
        note={users.data ? t('users.count', { count: users.data.length }) : null}
        line={t('users.line')}
        actions={
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpened('new')}>
            {t('users.add')}
          </Button>
        }
      />
      <WaitingAccounts />
      {users.isPending ? <Skeleton active title={false} paragraph={{ rows: 5 }} /> : null}
      {users.isError ? <p role="alert">{users.error.message}</p> : null}
      {users.data ? <UserTable users={users.data} onOpen={setOpened} /> : null}
      {opened === null ? null : <UserDrawer user={opened === 'new' ? null : opened} onClose={() => setOpened(null)} />}
    </div>
  )
}

function UserTable({ users, onOpen }: { users: UserInfo[]; onOpen: (user: UserInfo) => void }) {
  const { t } = useTexts('studio')
  const moment = useMoment()
  const held = useHeldRoles()
  return (
    <table className="st-table st-stack">
      <thead>
        <tr>
          <th>{t('users.name')}</th>
          <th>{t('users.username')}</th>
          <th>{t('users.roles')}</th>
          <th>{t('users.state')}</th>
          <th>{t('users.lastLogin')}</th>
          <th aria-label={t('users.actions')} />
        </tr>
      </thead>
      <tbody>
        {users.map((user) => (
          <tr key={user.id}>
            <td>
              <button type="button" className="st-link st-person" onClick={() => onOpen(user)}>
                <Avatar size={24}>{user.name.slice(0, 1)}</Avatar>
                {user.name}
              </button>
            </td>
            <td data-label={t('users.username')}>
              <code className="st-code">{user.username}</code>
            </td>
            <td data-label={t('users.roles')}>
              <RoleTags held={held?.get(user.id) ?? accountRoles(user)} />
            </td>
            <td data-label={t('users.state')}>
              <UserState user={user} />
            </td>
            <td className="st-muted" data-label={t('users.lastLogin')}>
              {user.last_login_at ? moment(user.last_login_at) : t('users.never')}
            </td>
            <td className="st-stack-action">
              <ViewAsButton user={user} mayLogIn={user.active} isIcon />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** What is known before the rest is loaded. */
const accountRoles = ({ roles }: UserInfo): HeldRole[] => roles.map((role) => ({ role, source: { kind: 'account' } }))

function UserState({ user }: { user: UserInfo }) {
  const { t } = useTexts('studio')
  if (!user.active) return <Tag variant="filled">{t('users.inactive')}</Tag>
  if (user.locked) return <Tag color="red">{t('users.locked')}</Tag>
  return <Tag color="green">{t('users.active')}</Tag>
}
