import { keys, useApi, useTexts } from '@fieldwork/ui'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Divider, Input } from 'antd'
import { useState } from 'react'

import { Brand } from '../shell/brand.tsx'
import { CaptchaField } from './captcha-field.tsx'
import { LoginFrame } from './login-frame.tsx'
import { useLogin } from './use-login.ts'

/** The login. */
export function LoginPage() {
  const { t } = useTexts('app')
  const queries = useQueryClient()
  const [values, setValues] = useState({ username: '', password: '' })
  const { login, problem, isBusy, picture, captcha, setCaptcha, renewPicture } = useLogin(() =>
    queries.resetQueries({ queryKey: keys.me }),
  )
  const signOnProblem = useSignOnProblem()
  const shown = problem ?? signOnProblem

  return (
    <LoginFrame>
      <form
        className="fw-login-form"
        onSubmit={(event) => {
          event.preventDefault()
          void login(values)
        }}
      >
        <Brand />
        <h1>{t('login.title')}</h1>
        {shown ? <Alert type="error" showIcon title={shown} /> : null}
        <label htmlFor="login-username">{t('login.username')}</label>
        <Input
          id="login-username"
          size="large"
          autoComplete="username"
          autoFocus
          required
          value={values.username}
          onChange={(event) => setValues({ ...values, username: event.target.value })}
        />
        <label htmlFor="login-password">{t('login.password')}</label>
        <Input.Password
          id="login-password"
          size="large"
          autoComplete="current-password"
          required
          value={values.password}
          onChange={(event) => setValues({ ...values, password: event.target.value })}
        />
        {picture ? (
          <CaptchaField picture={picture} value={captcha} onChange={setCaptcha} onRenew={() => void renewPicture()} />
        ) : null}
        <Button type="primary" size="large" htmlType="submit" block loading={isBusy}>
          {t('login.submit')}
        </Button>
        <SignOnButton />
      </form>
    </LoginFrame>
  )
}

/** Only where single sign-on is set. */
function SignOnButton() {
  const { t } = useTexts('app')
  const api = useApi()
  const options = useQuery({
    queryKey: ['login-options'],
    queryFn: ({ signal }) => api.get<{ sign_on: { label: string } | null }>('/api/auth/options', signal),
  })
  const signOn = options.data?.sign_on
  if (!signOn) return null
  const { pathname, search } = globalThis.location
  const to = pathname === '/login' ? '/' : pathname + search
  return (
    <>
      <Divider plain className="fw-login-or">
        {t('login.or')}
      </Divider>
      <Button size="large" block href={`/api/auth/oidc/start?to=${encodeURIComponent(to)}`}>
        {t('login.signOn', { label: signOn.label })}
      </Button>
    </>
  )
}

const SIGN_ON_PROBLEMS = [
  'sign_on_refused',
  'sign_on_unavailable',
  'account_locked',
  'address_refused',
  'device_waiting',
  'no_role',
] as const

/** What went wrong on the way back from the sign-on service. */
function useSignOnProblem(): string | null {
  const { t } = useTexts('app')
  const code = new URLSearchParams(globalThis.location.search).get('problem')
  if (globalThis.location.pathname !== '/login' || code === null) return null
  return t(`login.problems.${SIGN_ON_PROBLEMS.find((known) => known === code) ?? 'other'}`)
}
