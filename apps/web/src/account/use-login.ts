import { isApiProblem, useApi, useTexts } from '@fieldwork/ui'
import { useState } from 'react'

/** What is filled in to log in. */
export interface LoginValues {
  username: string
  password: string
}

/** A picture whose characters are to be typed. */
export interface CaptchaPicture {
  id: string
  image: string
}

/** Logs in with a password, and a picture where the server asks for one. */
export function useLogin(onLoggedIn: (steps: readonly string[]) => void | Promise<void>) {
  const { t } = useTexts('app')
  const api = useApi()
  const [problem, setProblem] = useState<string | null>(null)
  const [picture, setPicture] = useState<CaptchaPicture | null>(null)
  const [captcha, setCaptcha] = useState('')
  const [isBusy, setBusy] = useState(false)

  const renewPicture = async (): Promise<void> => {
    setCaptcha('')
    setPicture(await api.get<CaptchaPicture>('/api/auth/captcha'))
  }

  const login = async (values: LoginValues): Promise<void> => {
    setBusy(true)
    setProblem(null)
    try {
      const answered = picture ? { captcha_id: picture.id, captcha: captcha || '-' } : {}
      const body = { ...values, ...answered }
      const { csrf, steps = [] } = await api.post<{ csrf: string; steps?: string[] }>('/api/auth/login', body)
      api.setCsrf(csrf)
      await onLoggedIn(steps)
    } catch (error) {
      if (!isApiProblem(error)) throw error
      setProblem(error.code === 'unreachable' ? t('login.unreachable') : error.message)
      if (error.code === 'captcha_required' || picture) await renewPicture()
    } finally {
      setBusy(false)
    }
  }

  return { login, problem, isBusy, picture, captcha, setCaptcha, renewPicture }
}
