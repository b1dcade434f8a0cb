import { isApiProblem, useApi, useTexts } from '@fieldwork/ui'
import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Skeleton, Tag } from 'antd'
import { useState } from 'react'

import { AccountLine, AccountSection } from './account-section.tsx'
import { useRemove } from './account-queries.ts'
import { DelegationDialog } from './delegation-dialog.tsx'
import type { LentRole } from './delegation-dialog.tsx'

const URL = '/api/account/delegations'

interface Named {
  id: string
  label: string | null
}

interface Delegation {
  id: string
  giver: Named | null
  receiver: Named | null
  valid_from: string
  valid_until: string | null
  mode: 'full' | 'reading'
  roles: LentRole[]
  only_away: boolean
  reason: string | null
  status: 'active' | 'ended'
  /** whether it is the caller who lends */
  given: boolean
  /** of those received: whether it works now */
  in_force?: boolean
}

/** What one lends of one's own rights, what others lend one, and the way to end it. */
export function DelegationList() {
  const { t } = useTexts('app')
  const api = useApi()
  const [isLending, setLending] = useState(false)
  const end = useRemove()
  const { data, isPending, error } = useQuery({
    queryKey: ['account', URL],
    queryFn: ({ signal }) => api.get<{ roles: LentRole[]; data: Delegation[] }>(URL, signal),
  })
  const active = (data?.data ?? []).filter(({ status }) => status === 'active')
  const lendable = data?.roles ?? []
  return (
    <AccountSection
      title={t('account.delegations')}
      actions={
        <Button disabled={lendable.length === 0} onClick={() => setLending(true)}>
          {t('account.lend')}
        </Button>
      }
    >
      <p className="fw-muted">{t('account.delegationsText')}</p>
      {isPending ? <Skeleton active title={false} paragraph={{ rows: 1 }} /> : null}
      {[error, end.error]
        .filter((each) => isApiProblem(each))
        .map((problem) => (
          <Alert key={problem.message} type="error" showIcon role="alert" title={problem.message} />
        ))}
      {data && lendable.length === 0 ? <p className="fw-muted">{t('account.nothingToLend')}</p> : null}
      {data && active.length === 0 ? <p className="fw-muted">{t('account.noDelegations')}</p> : null}
      <ul className="fw-account-list">
        {active.map((each) => (
          <DelegationLine key={each.id} delegation={each} onEnd={() => end.mutate(`${URL}/${each.id}`)} />
        ))}
      </ul>
      {isLending ? <DelegationDialog url={URL} roles={lendable} onClose={() => setLending(false)} /> : null}
    </AccountSection>
  )
}

function DelegationLine({ delegation: each, onEnd }: { delegation: Delegation; onEnd: () => void }) {
  const { t, locale } = useTexts('app')
  const list = new Intl.ListFormat(locale, { type: 'conjunction' })
  const name = (each.given ? each.receiver : each.giver)?.label ?? '–'
  const notes = [
    t('account.days', { from: dayIn(locale, each.valid_from), until: dayIn(locale, each.valid_until) }),
    t(`account.lendModes.${each.mode}`),
    each.roles.length > 0 ? list.format(each.roles.map(({ label }) => label)) : t('account.allRoles'),
    each.only_away ? t('account.onlyAway') : null,
    each.reason,
  ]
  return (
    <AccountLine
      title={
        <>
          {t(each.given ? 'account.lentTo' : 'account.lentBy', { name })}{' '}
          {each.in_force ? <Tag color="green">{t('account.inForce')}</Tag> : null}
        </>
      }
      note={notes.filter(Boolean).join(' · ')}
      action={
        <Button size="small" aria-label={t('account.endOf', { name })} onClick={onEnd}>
          {t('account.end')}
        </Button>
      }
    />
  )
}

/** A day as the reader's language writes it, in whatever zone he reads it. */
function dayIn(locale: string, day: string | null): string {
  if (day === null) return '–'
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(day))
}
