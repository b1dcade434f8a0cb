import { useTexts } from '@fieldwork/ui'
import { Button, Tag } from 'antd'

import { AccountLine, AccountSection, useWhen } from './account-section.tsx'
import { useAccountList, useRemove } from './account-queries.ts'
import { shortAgent } from './short-agent.ts'
import type { DeviceInfo, LoginInfo, SessionInfo } from './account-queries.ts'

const RESULTS = [
  'invalid_credentials',
  'captcha_required',
  'account_locked',
  'address_refused',
  'device_waiting',
  'no_role',
  'wrong_code',
] as const

/** Where one is logged in. */
export function SessionList() {
  const { t } = useTexts('app')
  const when = useWhen()
  const sessions = useAccountList<SessionInfo>('/api/account/sessions').data ?? []
  const remove = useRemove()
  const others = sessions.filter((session) => !session.current)
  return (
    <AccountSection
      title={t('account.sessions')}
      actions={
        others.length > 0 ? (
          <Button onClick={() => remove.mutate('/api/account/sessions')}>{t('account.endOthers')}</Button>
        ) : null
      }
    >
      <ul className="fw-account-list">
        {sessions.map((session) => (
          <AccountLine
            key={session.id}
            title={shortAgent(session.agent)}
            note={`${session.address ?? ''} · ${when(session.last_seen_at)}`}
            action={
              session.current ? (
                <Tag color="green">{t('account.current')}</Tag>
              ) : (
                <Button size="small" onClick={() => remove.mutate(`/api/account/sessions/${session.id}`)}>
                  {t('account.end')}
                </Button>
              )
            }
          />
        ))}
      </ul>
    </AccountSection>
  )
}

/** Browsers that the account is bound to. */
export function DeviceList() {
  const { t } = useTexts('app')
  const when = useWhen()
  const devices = useAccountList<DeviceInfo>('/api/account/devices').data ?? []
  const remove = useRemove()
  return (
    <AccountSection title={t('account.devices')}>
      <ul className="fw-account-list">
        {devices.map((device) => (
          <AccountLine
            key={device.id}
            title={shortAgent(device.agent)}
            note={`${t(`account.state.${device.state}`)} · ${device.address ?? ''} · ${when(device.last_seen_at)}`}
            action={
              <Button size="small" onClick={() => remove.mutate(`/api/account/devices/${device.id}`)}>
                {t('account.forget')}
              </Button>
            }
          />
        ))}
      </ul>
    </AccountSection>
  )
}

/** When one has logged in, and when somebody tried. */
export function LoginList() {
  const { t } = useTexts('app')
  const when = useWhen()
  const logins = useAccountList<LoginInfo>('/api/account/logins?limit=20').data ?? []
  return (
    <AccountSection title={t('account.logins')}>
      <ul className="fw-account-list">
        {logins.map((login) => (
          <AccountLine
            key={login.id}
            title={`${when(login.at)} · ${t(`account.methods.${login.method}`)}`}
            note={`${login.address ?? ''} · ${shortAgent(login.agent)}${
              login.ended_at ? ` · ${t('account.ended')} ${when(login.ended_at)}` : ''
            }`}
            action={<Tag color={login.result === 'ok' ? 'green' : 'red'}>{t(resultKey(login.result))}</Tag>}
          />
        ))}
      </ul>
    </AccountSection>
  )
}

function resultKey(result: string) {
  if (result === 'ok') return 'account.ok' as const
  return `account.results.${RESULTS.find((known) => known === result) ?? 'other'}` as const
}
