import '../studio-log.css'
import '../studio-security.css'

import { EmptyState, PageHeader, ProblemNote, useTexts } from '@fieldwork/ui'
import { Button, Input, Segmented, Select, Skeleton, Tag } from 'antd'
import { useState } from 'react'

import { shortAgent } from '../../account/short-agent.ts'
import { useUsers } from '../users/queries.ts'
import { LoginReport } from './login-report.tsx'
import { ALL_LOGINS, useLogins } from './queries.ts'
import type { LoginFilter, LoginLine } from './queries.ts'
import { useMoment } from './use-moment.ts'

const RESULTS = [
  'invalid_credentials',
  'captcha_required',
  'account_locked',
  'address_refused',
  'device_waiting',
  'no_role',
  'wrong_code',
] as const
const ENDS = ['logout', 'revoked', 'password', 'inactive', 'administrator', 'expired'] as const

/** Who logged in and who tried, from where and with what: each time, or summed up by user. */
export function LoginsPage() {
  const { t } = useTexts('studio')
  const [filter, setFilter] = useState(ALL_LOGINS)
  const [form, setForm] = useState<'list' | 'report'>('list')
  return (
    <div className="st-page">
      <PageHeader
        title={t('logins.title')}
        line={t('logins.line')}
        actions={
          <Segmented
            aria-label={t('logins.form')}
            value={form}
            options={(['list', 'report'] as const).map((value) => ({ value, label: t(`logins.forms.${value}`) }))}
            onChange={setForm}
          />
        }
      />
      <LoginFilterBar filter={filter} isReport={form === 'report'} onChange={setFilter} />
      {form === 'report' ? (
        <LoginReport
          from={filter.from}
          to={filter.to}
          onOpen={(user) => {
            setFilter({ ...filter, user, result: null })
            setForm('list')
          }}
        />
      ) : (
        <LoginList filter={filter} />
      )}
    </div>
  )
}

interface FilterBarProps {
  filter: LoginFilter
  isReport: boolean
  onChange: (filter: LoginFilter) => void
}

function LoginFilterBar({ filter, isReport, onChange }: FilterBarProps) {
  const { t } = useTexts('studio')
  const users = useUsers().data ?? []
  const one = (name: 'user' | 'result', options: { value: string; label: string }[]) => (
    <Select
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      aria-label={t(`logins.${name}`)}
      placeholder={t(`logins.${name}`)}
      value={filter[name]}
      options={options}
      onChange={(next: string | null | undefined) => onChange({ ...filter, [name]: next ?? null })}
    />
  )
  const day = (name: 'from' | 'to') => (
    <Input
      type="date"
      aria-label={t(`log.${name}`)}
      prefix={<span className="st-muted">{t(`log.${name}`)}</span>}
      value={filter[name]}
      onChange={({ target }) => onChange({ ...filter, [name]: target.value })}
    />
  )
  const results = ['ok', 'refused', ...RESULTS].map((value) => ({ value, label: t(`logins.results.${value}`) }))
  return (
    <div className="st-log-filter" role="search" aria-label={t('logins.filter')}>
      {isReport
        ? null
        : one(
            'user',
            users.map(({ id, name, username }) => ({ value: id, label: `${name} (${username})` })),
          )}
      {isReport ? null : one('result', results)}
      {day('from')}
      {day('to')}
      <Button type="text" onClick={() => onChange(ALL_LOGINS)} disabled={filter === ALL_LOGINS}>
        {t('log.clear')}
      </Button>
    </div>
  )
}

function LoginList({ filter }: { filter: LoginFilter }) {
  const { t } = useTexts('studio')
  const logins = useLogins(filter)
  const lines = logins.data?.pages.flatMap(({ data }) => data) ?? []
  if (logins.error) return <ProblemNote error={logins.error} onRetry={() => void logins.refetch()} />
  if (logins.isPending) return <Skeleton active paragraph={{ rows: 8 }} title={false} />
  if (lines.length === 0) return <EmptyState icon="login" title={t('logins.none')} text={t('logins.noneText')} />
  return (
    <>
      <ol className="st-log" aria-label={t('logins.title')}>
        {lines.map((line) => (
          <LoginItem key={line.id} line={line} />
        ))}
      </ol>
      {logins.hasNextPage ? (
        <Button onClick={() => void logins.fetchNextPage()} loading={logins.isFetchingNextPage}>
          {t('log.more')}
        </Button>
      ) : null}
    </>
  )
}

function LoginItem({ line }: { line: LoginLine }) {
  const { t } = useTexts('studio')
  const moment = useMoment()
  const { result, ended_at: endedAt } = line
  const known = RESULTS.find((each) => each === result)
  const by = ENDS.find((each) => each === line.ended_by)
  return (
    <li className="st-log-line">
      <time dateTime={line.at} className="st-muted">
        {moment(line.at)}
      </time>
      <span className="st-log-who">
        {line.user?.name ?? line.username ?? t('log.nobody')}
        {line.user && line.username ? <code className="st-code"> {line.username}</code> : null}
      </span>
      <span className="st-log-what">
        {[t(`logins.methods.${line.method}`), line.address, shortAgent(line.agent)].filter(Boolean).join(' · ')}
        {endedAt ? (
          <span className="st-muted">
            {' '}
            · {t('logins.ended', { when: moment(endedAt), by: by ? t(`logins.ends.${by}`) : '' })}
          </span>
        ) : null}
      </span>
      <Tag color={result === 'ok' ? 'green' : 'red'}>
        {t(`logins.results.${result === 'ok' ? 'ok' : (known ?? 'refused')}`)}
      </Tag>
    </li>
  )
}
