import { PageHeader, useTexts } from '@fieldwork/ui'
import { useQueryClient } from '@tanstack/react-query'
import { Button, Skeleton } from 'antd'
import { useState } from 'react'

import { AccountSection, useWhen } from './account-section.tsx'
import { DeviceList, LoginList, SessionList } from './account-lists.tsx'
import { useAccount } from './account-queries.ts'
import type { AccountInfo } from './account-queries.ts'
import { DelegationList } from './delegation-list.tsx'
import { NewsSection } from './news-section.tsx'
import { PasswordDialog } from './password-dialog.tsx'
import { SecondFactorDialog } from './second-factor-dialog.tsx'
import type { FactorAction } from './second-factor-dialog.tsx'
import { TokenList } from './token-list.tsx'

/** One's own account: password, second factor, sessions, devices, tokens, log-ins. */
export function AccountPage() {
  const { t } = useTexts('app')
  const account = useAccount()
  return (
    <div className="fw-list-page fw-account">
      <PageHeader title={t('account.title')} line={t('account.line')} />
      {account.isPending ? <Skeleton active /> : null}
      {account.isError ? <p role="alert">{account.error.message}</p> : null}
      {account.data ? (
        <>
          <PasswordSection account={account.data} />
          <FactorSection account={account.data} />
          <NewsSection />
          <SessionList />
          {account.data.bind_devices ? <DeviceList /> : null}
          <DelegationList />
          <TokenList />
          <LoginList />
        </>
      ) : null}
    </div>
  )
}

function PasswordSection({ account }: { account: AccountInfo }) {
  const { t } = useTexts('app')
  const when = useWhen()
  const queries = useQueryClient()
  const [isChanging, setChanging] = useState(false)
  const close = (): void => {
    setChanging(false)
    void queries.invalidateQueries({ queryKey: ['account'] })
  }
  return (
    <AccountSection
      title={t('account.password')}
      actions={<Button onClick={() => setChanging(true)}>{t('account.change')}</Button>}
    >
      <p className="fw-muted">
        {t('account.passwordChanged', { when: when(account.password_changed_at) })}
        {account.password_expires_at
          ? ` · ${t('account.passwordExpires', { when: when(account.password_expires_at) })}`
          : null}
      </p>
      {isChanging ? <PasswordDialog onClose={close} /> : null}
    </AccountSection>
  )
}

function FactorSection({ account }: { account: AccountInfo }) {
  const { t } = useTexts('app')
  const [action, setAction] = useState<FactorAction | null>(null)
  const { enrolled, required, recovery_codes: count } = account.second_factor
  const actions: FactorAction[] = enrolled ? ['newCodes', 'remove'] : ['begin']
  return (
    <AccountSection
      title={t('account.factor')}
      actions={actions.map((each) => (
        <Button key={each} onClick={() => setAction(each)}>
          {t(each === 'begin' ? 'factor.begin' : `account.${each}`)}
        </Button>
      ))}
    >
      <p className="fw-muted">
        {enrolled ? t('account.factorOn', { count }) : t('account.factorOff')}
        {required ? ` · ${t('account.factorRequired')}` : null}
      </p>
      {action ? <SecondFactorDialog action={action} onClose={() => setAction(null)} /> : null}
    </AccountSection>
  )
}
