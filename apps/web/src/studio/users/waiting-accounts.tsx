import { isApiProblem, useApi, useTexts } from '@fieldwork/ui'
import { useQuery } from '@tanstack/react-query'
import { Badge, Button, Select } from 'antd'
import { useState } from 'react'

import { useRoles } from '../catalog/queries.ts'
import { useSaveUser } from './queries.ts'

interface WaitingAccount {
  id: string
  username: string
  name: string
  since: string
}

/** Accounts that employees got by themselves and that open nothing yet, each with a way to give a role at once. */
export function WaitingAccounts() {
  const { t } = useTexts('studio')
  const api = useApi()
  const { data = [] } = useQuery({
    queryKey: ['users', 'waiting'],
    queryFn: async ({ signal }) => (await api.get<{ data: WaitingAccount[] }>('/api/users/waiting', signal)).data,
  })
  if (data.length === 0) return null
  return (
    <section className="st-waiting" aria-label={t('users.waiting')}>
      <h2>
        {t('users.waiting')} <Badge count={data.length} overflowCount={499} title={t('users.waiting')} />
      </h2>
      <p className="st-muted">{t('users.waitingText')}</p>
      <ul>
        {data.map((account) => (
          <WaitingLine key={account.id} account={account} />
        ))}
      </ul>
    </section>
  )
}

function WaitingLine({ account }: { account: WaitingAccount }) {
  const { t, locale } = useTexts('studio')
  const roles = useRoles().data ?? []
  const save = useSaveUser()
  const [role, setRole] = useState<string | null>(null)
  const since = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(new Date(account.since))
  return (
    <li className="st-waiting-line">
      <span className="st-waiting-name">
        {account.name} <code className="st-code">{account.username}</code>
        <span className="st-muted"> {t('users.waitingSince', { since })}</span>
      </span>
      <Select
        className="st-waiting-role"
        aria-label={t('users.roleFor', { name: account.name })}
        placeholder={t('users.chooseRole')}
        showSearch={{ optionFilterProp: 'label' }}
        value={role}
        options={roles.map(({ name, label }) => ({ value: name, label: label[locale] }))}
        onChange={setRole}
      />
      <Button
        disabled={role === null}
        loading={save.isPending}
        aria-label={t('users.giveRoleTo', { name: account.name })}
        onClick={() => role !== null && save.mutate({ id: account.id, input: { roles: [role] } })}
      >
        {t('users.giveRole')}
      </Button>
      {isApiProblem(save.error) ? (
        <p role="alert" className="st-refusal">
          {save.error.message}
        </p>
      ) : null}
    </li>
  )
}
