import {
  BulbOutlined,
  EyeOutlined,
  GlobalOutlined,
  KeyOutlined,
  LogoutOutlined,
  QuestionCircleOutlined,
  UserOutlined,
} from '@ant-design/icons'
import { Avatar, keys, useApi, useMe, useTexts } from '@fieldwork/ui'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Dropdown } from 'antd'
import type { MenuProps } from 'antd'
import { Suspense, lazy, useState } from 'react'

import { useDisplay } from '../shell/display.tsx'
import { endViewing, useViewBack } from '../view-as/use-view-as.ts'
import { useLanguage } from './language-switch.tsx'

const PasswordDialog = lazy(async () => ({ default: (await import('./password-dialog.tsx')).PasswordDialog }))

/** The person's own menu: language, light or dark, password, keyboard help, log out. */
export function MeMenu({ onHelp }: { onHelp: () => void }) {
  const { t } = useTexts('app')
  const me = useMe().data
  const api = useApi()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { change, next } = useLanguage()
  const { isDark, toggleDark } = useDisplay()
  const back = useViewBack()
  const [isChanging, setChanging] = useState(false)
  if (!me) return null

  const logout = async (): Promise<void> => {
    await endViewing(api)
    await api.post('/api/auth/logout', {})
    api.setCsrf(null)
    queries.clear()
    await queries.resetQueries({ queryKey: keys.me })
    globalThis.location.assign('/')
  }

  const own = [
    {
      key: 'account',
      icon: <UserOutlined />,
      label: t('me.account'),
      onClick: () => void navigate({ to: '/account' }),
    },
    { key: 'password', icon: <KeyOutlined />, label: t('me.password'), onClick: () => setChanging(true) },
  ]
  const items: MenuProps['items'] = [
    { key: 'who', type: 'group', label: <WhoLine name={me.user.name} username={me.user.username} /> },
    {
      key: 'language',
      icon: <GlobalOutlined />,
      label: next === 'en' ? 'English' : '中文',
      onClick: () => change(next),
    },
    { key: 'dark', icon: <BulbOutlined />, label: t(isDark ? 'me.light' : 'me.dark'), onClick: toggleDark },
    // one's own account is nobody else's to see
    ...(me.viewed_by
      ? [{ key: 'back', icon: <EyeOutlined />, label: t('viewAs.back'), onClick: () => void back() }]
      : own),
    { key: 'help', icon: <QuestionCircleOutlined />, label: t('me.help'), onClick: onHelp },
    { type: 'divider' },
    { key: 'logout', icon: <LogoutOutlined />, label: t('me.logout'), onClick: () => void logout() },
  ]

  return (
    <>
      <Dropdown menu={{ items }} trigger={['click']} placement="bottomRight">
        <button type="button" className="fw-me" aria-label={t('me.menu')}>
          <Avatar name={me.user.name} size={28} />
          <span className="fw-desktop fw-ellipsis">{me.user.name}</span>
        </button>
      </Dropdown>
      {isChanging ? (
        <Suspense fallback={null}>
          <PasswordDialog onClose={() => setChanging(false)} />
        </Suspense>
      ) : null}
    </>
  )
}

function WhoLine({ name, username }: { name: string; username: string }) {
  return (
    <span className="fw-who">
      <b>{name}</b>
      <span>{username}</span>
    </span>
  )
}
