import { isApiProblem, keys, useApi, useTexts } from '@fieldwork/ui'
import { useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Input } from 'antd'
import { useState } from 'react'
import type { FormEvent } from 'react'

import { Brand } from '../shell/brand.tsx'
import { LanguageSwitch } from './language-switch.tsx'

/** The login. */
export function LoginPage() {
  const { t } = useTexts('app')
  const api = useApi()
  const queries = useQueryClient()
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)

  const login = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setBusy(true)
    setProblem(null)
    try {
      const { csrf } = await api.post<{ csrf: string }>('/api/auth/login', { username, password })
      api.setCsrf(csrf)
      await queries.resetQueries({ queryKey: keys.me })
    } catch (error) {
      if (!isApiProblem(error)) throw error
      setProblem(error.code === 'unreachable' ? t('login.unreachable') : error.message)
    } finally {
      setBusy(false)
    }
  }

  return (
    <main className="fw-login">
      <div className="fw-login-side" aria-hidden="true">
        <p className="fw-login-slogan">{t('login.slogan')}</p>
        <p className="fw-login-sub">{t('login.sub')}</p>
      </div>
      <div className="fw-login-main">
        <div className="fw-login-language">
          <LanguageSwitch />
        </div>
        <form className="fw-login-form" onSubmit={(event) => void login(event)}>
          <Brand />
          <h1>{t('login.title')}</h1>
          {problem ? <Alert type="error" showIcon title={problem} /> : null}
          <label htmlFor="login-username">{t('login.username')}</label>
          <Input
            id="login-username"
            size="large"
            autoComplete="username"
            autoFocus
            required
            value={username}
            onChange={(event) => setUsername(event.target.value)}
          />
          <label htmlFor="login-password">{t('login.password')}</label>
          <Input.Password
            id="login-password"
            size="large"
            autoComplete="current-password"
            required
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
          <Button type="primary" size="large" htmlType="submit" block loading={isBusy}>
            {t('login.submit')}
          </Button>
        </form>
      </div>
    </main>
  )
}
