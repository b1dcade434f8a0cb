import { AppLink, PageHeader, ProblemNote, useApi, useAttempt, useMe, useTexts } from '@fieldwork/ui'
import { useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Alert, Button, Checkbox, Input, Progress, Skeleton, Tag } from 'antd'
import { useEffect, useState } from 'react'

import './people.css'
import { PeopleField } from './people-dialog.tsx'
import { useHandOver, useHoldings } from './queries.ts'
import { RecordChoice } from './record-choice.tsx'
import type { Holdings, Named } from './types.ts'

/** What a person owns, and giving it to a successor. */
export function HandOverPage() {
  const { user } = useParams({ strict: false }) as { user: string }
  const { t } = useTexts('app')
  const holdings = useHoldings(user)
  const isAdministrator = useMe().data?.user.administrator === true
  if (holdings.error) return <ProblemNote error={holdings.error} onRetry={() => void holdings.refetch()} />
  if (!holdings.data) return <Skeleton active />
  const { name, state, leave_date: day } = holdings.data
  return (
    <article className="fw-record">
      <AppLink to={isAdministrator ? '/hand-over' : '/o/employee?view=employee_leaving'} className="fw-crumb">
        ‹ {t('handOver.title')}
      </AppLink>
      <PageHeader
        title={t('handOver.of', { name })}
        note={state ? <Tag variant="filled">{t(`handOver.state.${state}`)}</Tag> : null}
        line={day ? t('handOver.leaveDate', { day }) : t('handOver.line')}
      />
      <HandOverForm key={user} holdings={holdings.data} />
    </article>
  )
}

function HandOverForm({ holdings }: { holdings: Holdings }) {
  const { t } = useTexts('app')
  const owned = holdings.data.filter((each) => each.owned > 0)
  const [chosen, setChosen] = useState<string[]>(() => owned.map(({ object }) => object))
  const [to, setTo] = useState<Named | null>(holdings.successor)
  const [reason, setReason] = useState('')
  const { begin, task, isBusy } = useBegin(holdings.user)
  const count = owned.filter(({ object }) => chosen.includes(object)).reduce((sum, each) => sum + each.owned, 0)
  return (
    <div className="fw-hand-over">
      {task ? <HandOverState id={task} /> : null}
      {holdings.data.length === 0 ? <p className="fw-muted">{t('handOver.nothing')}</p> : null}
      {holdings.data.length > 0 ? <HoldingTable data={holdings.data} chosen={chosen} onChoose={setChosen} /> : null}
      {owned.length > 0 ? (
        <div className="fw-people-form">
          <PeopleField id="fw-hand-over-to" label={t('handOver.to')}>
            <RecordChoice id="fw-hand-over-to" object="user" value={to} onChange={setTo} />
          </PeopleField>
          <PeopleField id="fw-hand-over-reason" label={t('handOver.reason')}>
            <Input
              id="fw-hand-over-reason"
              maxLength={2000}
              value={reason}
              onChange={({ target }) => setReason(target.value)}
            />
          </PeopleField>
          <div>
            <Button
              type="primary"
              disabled={to === null || count === 0}
              loading={isBusy}
              onClick={() => to && void begin({ to: to.id, objects: chosen, ...(reason !== '' && { reason }) })}
            >
              {t('handOver.start', { count })}
            </Button>
          </div>
        </div>
      ) : null}
    </div>
  )
}

interface TableProps {
  data: Holdings['data']
  chosen: string[]
  onChoose: (objects: string[]) => void
}

function HoldingTable({ data, chosen, onChoose }: TableProps) {
  const { t } = useTexts('app')
  const toggle = (object: string, isOn: boolean): void =>
    onChoose(isOn ? [...chosen, object] : chosen.filter((each) => each !== object))
  return (
    <table>
      <thead>
        <tr>
          <th>{t('handOver.object')}</th>
          {(['owned', 'member', 'shared'] as const).map((figure) => (
            <th key={figure} className="fw-figure">
              {t(`handOver.${figure}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {data.map(({ object, label, owned, member, shared }) => (
          <tr key={object}>
            <td>
              <Checkbox
                disabled={owned === 0}
                checked={owned > 0 && chosen.includes(object)}
                onChange={({ target }) => toggle(object, target.checked)}
              >
                {label}
              </Checkbox>
            </td>
            <td className="fw-figure">{owned}</td>
            <td className="fw-figure">{member}</td>
            <td className="fw-figure">{shared}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function HandOverState({ id }: { id: string }) {
  const { t } = useTexts('app')
  const client = useQueryClient()
  const task = useHandOver(id).data
  const state = task?.state
  useEffect(() => {
    if (state === 'done' || state === 'failed') void client.invalidateQueries({ queryKey: ['records'] })
  }, [state, client])
  if (!task) return null
  const { done, total } = task
  if (state === 'done') return <Alert type="success" showIcon role="status" title={t('handOver.done')} />
  if (state === 'failed')
    return <Alert type="warning" showIcon role="alert" title={task.error?.message ?? t('handOver.failed')} />
  const percent = total ? Math.round((100 * done) / total) : 0
  return <Progress percent={percent} format={() => t('handOver.progress', { done, total: total ?? '…' })} />
}

function useBegin(user: string) {
  const api = useApi()
  const attempt = useAttempt()
  const [task, setTask] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const begin = async (body: { to: string; objects: string[]; reason?: string }): Promise<void> => {
    setBusy(true)
    const begun = api.post<{ id: string }>(`/api/users/${user}/hand-over`, body).then(({ id }) => setTask(id))
    await attempt(begun).finally(() => setBusy(false))
  }
  return { begin, task, isBusy }
}
