import { isApiProblem, useApi, useTexts } from '@fieldwork/ui'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Alert, Button, Input } from 'antd'
import { useState } from 'react'

import { LoginFrame } from '../account/login-frame.tsx'
import { Brand } from '../shell/brand.tsx'
import type { Label, Opinion, SubmittedApproval } from './types.ts'

type Asked = SubmittedApproval & { opinions?: Opinion[] }

const DEEDS = { agree: 'approve', disagree: 'reject', advise: 'advise' } as const

/** One decision without logging in, by the link from a mail: looking at it decides nothing. */
export function LinkPage() {
  const { token = '' } = useParams({ strict: false }) as { token?: string }
  const { t } = useTexts('app')
  const api = useApi()
  const address = `/api/approvals/links/${encodeURIComponent(token)}`
  const [isDone, setDone] = useState(false)
  const asked = useQuery({
    queryKey: ['approval-link', token],
    queryFn: ({ signal }) => api.get<Asked>(address, signal),
    retry: false,
    enabled: !isDone,
  })
  return (
    <LoginFrame>
      <div className="fw-login-form">
        <Brand />
        <h1>{t('approvals.link.title')}</h1>
        {isDone ? <Alert type="success" showIcon title={t('approvals.link.done')} /> : null}
        {asked.error && !isDone ? <Alert type="warning" showIcon title={wordsOf(asked.error, t)} /> : null}
        {asked.data && !isDone ? (
          <LinkForm
            asked={asked.data}
            onDecide={async (decision) => {
              await api.post(address, decision)
              setDone(true)
            }}
          />
        ) : null}
        <p className="fw-muted">
          <a href="/approvals">{t('approvals.link.open')}</a>
        </p>
      </div>
    </LoginFrame>
  )
}

type Decide = (decision: { opinion: Opinion; comment: string | null }) => Promise<void>

function LinkForm({ asked, onDecide }: { asked: Asked; onDecide: Decide }) {
  const { t, locale } = useTexts('app')
  const [comment, setComment] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState<Opinion | null>(null)
  const say = (label: Label) => label[locale]
  const { chain, record, submitter, step, opinions = [] } = asked

  const decide = async (opinion: Opinion): Promise<void> => {
    setBusy(opinion)
    try {
      await onDecide({ opinion, comment: comment.trim() === '' ? null : comment })
    } catch (error) {
      setProblem(wordsOf(error, t))
    } finally {
      setBusy(null)
    }
  }

  return (
    <>
      <p>
        <strong>{record.label}</strong>
        <br />
        {say(chain.label)}
        {step ? ` · ${say(step.label)}` : null}
        <br />
        {submitter ? t('approvals.by', { name: submitter.label }) : null}
      </p>
      {asked.comment ? <p>{asked.comment}</p> : null}
      {problem ? <Alert type="error" showIcon title={problem} /> : null}
      <label htmlFor="link-comment">{t('approvals.comment')}</label>
      <Input.TextArea
        id="link-comment"
        rows={3}
        maxLength={2000}
        value={comment}
        onChange={(event) => setComment(event.target.value)}
      />
      {opinions.map((opinion) => (
        <Button
          key={opinion}
          size="large"
          block
          type={opinion === 'agree' ? 'primary' : 'default'}
          danger={opinion === 'disagree'}
          loading={busy === opinion}
          disabled={busy !== null && busy !== opinion}
          onClick={() => void decide(opinion)}
        >
          {t(`approvals.deeds.${DEEDS[opinion]}`)}
        </Button>
      ))}
    </>
  )
}

/** What is in the way, in words; a link that was used or has expired is not found. */
function wordsOf(error: unknown, t: (key: string) => string): string {
  if (!isApiProblem(error)) throw error
  if (error.code === 'not_found') return t('approvals.link.gone')
  return error.problems[0]?.message ?? error.message
}
