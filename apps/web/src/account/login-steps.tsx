import { isApiProblem, keys, useApi, useTexts } from '@fieldwork/ui'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button } from 'antd'
import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'

import { Brand } from '../shell/brand.tsx'
import { LoginFrame } from './login-frame.tsx'
import { PasswordFields, usePasswordChange } from './password-fields.tsx'
import { CodeInput, SecondFactorSetup } from './second-factor-setup.tsx'

type Step = 'second_factor' | 'password' | 'enrol_second_factor' | 'notice'

interface LoginState {
  csrf: string | null
  steps: Step[]
  password: { min_length: number }
  notice: { version: number; text: string } | null
}

/** What a log-in still lacks, one step after the other. */
export function LoginSteps() {
  const { t } = useTexts('app')
  const api = useApi()
  const queries = useQueryClient()
  const state = useQuery({
    queryKey: ['login-state'],
    queryFn: ({ signal }) => api.get<LoginState>('/api/auth/state', signal),
    gcTime: 0,
  })
  const csrf = state.data?.csrf ?? null
  useEffect(() => api.setCsrf(csrf), [api, csrf])
  const next = async (): Promise<void> => {
    const { data } = await state.refetch()
    if (data?.steps.length === 0) await queries.resetQueries({ queryKey: keys.me })
  }
  const leave = async (): Promise<void> => {
    await api.post('/api/auth/logout', {})
    globalThis.location.assign('/')
  }
  const [step] = state.data?.steps ?? []
  return (
    <LoginFrame>
      <div className="fw-login-form fw-login-step">
        <Brand />
        {state.data && step ? <StepForm step={step} state={state.data} onDone={() => void next()} /> : null}
        <Button type="text" className="fw-login-leave" onClick={() => void leave()}>
          {t('steps.leave')}
        </Button>
      </div>
    </LoginFrame>
  )
}

function StepForm({ step, state, onDone }: { step: Step; state: LoginState; onDone: () => void }) {
  const { t } = useTexts('app')
  if (step === 'second_factor') return <SecondFactorStep onDone={onDone} />
  if (step === 'password') return <PasswordStep least={state.password.min_length} onDone={onDone} />
  if (step === 'notice' && state.notice) return <NoticeStep notice={state.notice} onDone={onDone} />
  return (
    <>
      <h1>{t('steps.enrol')}</h1>
      <p className="fw-muted">{t('steps.enrolText')}</p>
      <SecondFactorSetup onDone={onDone} />
    </>
  )
}

/** A form that sends one thing, and says what is wrong with it. */
function StepFrame(props: {
  title: string
  text: string
  submit: string
  send: () => Promise<void>
  children: ReactNode
}) {
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const send = async (): Promise<void> => {
    setBusy(true)
    setProblem(null)
    try {
      await props.send()
    } catch (error) {
      if (!isApiProblem(error)) throw error
      setProblem(error.message)
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      className="fw-login-form"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <h1>{props.title}</h1>
      <p className="fw-muted fw-notice-text">{props.text}</p>
      {problem ? <Alert type="error" showIcon title={problem} /> : null}
      {props.children}
      <Button type="primary" size="large" htmlType="submit" block loading={isBusy}>
        {props.submit}
      </Button>
    </form>
  )
}

function SecondFactorStep({ onDone }: { onDone: () => void }) {
  const { t } = useTexts('app')
  const api = useApi()
  const [code, setCode] = useState('')
  const send = async (): Promise<void> => {
    const { csrf } = await api.post<{ csrf: string }>('/api/auth/second-factor', { code })
    api.setCsrf(csrf)
    onDone()
  }
  return (
    <StepFrame title={t('steps.secondFactor')} text={t('steps.secondFactorText')} submit={t('steps.next')} send={send}>
      <CodeInput id="step-code" value={code} onChange={setCode} />
    </StepFrame>
  )
}

function NoticeStep({ notice, onDone }: { notice: { version: number; text: string }; onDone: () => void }) {
  const { t } = useTexts('app')
  const api = useApi()
  const send = async (): Promise<void> => {
    await api.post('/api/auth/notice', { version: notice.version })
    onDone()
  }
  return (
    <StepFrame title={t('steps.notice')} text={notice.text} submit={t('steps.accept')} send={send}>
      {null}
    </StepFrame>
  )
}

function PasswordStep({ least, onDone }: { least: number; onDone: () => void }) {
  const { t } = useTexts('app')
  const { values, problems, isBusy, setValues, submit } = usePasswordChange(onDone)
  return (
    <form className="fw-login-form" onSubmit={submit}>
      <h1>{t('steps.password')}</h1>
      <p className="fw-muted">{t('steps.passwordText', { count: least })}</p>
      <PasswordFields values={values} problems={problems} onChange={setValues} />
      <Button type="primary" size="large" htmlType="submit" block loading={isBusy}>
        {t('password.submit')}
      </Button>
    </form>
  )
}
