import { FieldFrame, isApiProblem, useApi, useTexts } from '@fieldwork/ui'
import { Input } from 'antd'
import { Fragment, useState } from 'react'
import type { FormEvent } from 'react'
import { StrengthMeter } from './strength-meter.tsx'

const EMPTY = { current: '', next: '', again: '' }

type Values = typeof EMPTY
type Problems = Partial<Record<keyof Values, string>>

/** Changes one's own password: the current one, and twice the new one. */
export function usePasswordChange(onDone: () => void) {
  const { t } = useTexts('app')
  const api = useApi()
  const [values, setValues] = useState(EMPTY)
  const [problems, setProblems] = useState<Problems>({})
  const [isBusy, setBusy] = useState(false)

  const send = async (): Promise<void> => {
    setBusy(true)
    try {
      await api.post('/api/auth/password', { current_password: values.current, new_password: values.next })
      onDone()
    } catch (error) {
      if (!isApiProblem(error)) throw error
      const text = error.problems[0]?.message ?? error.message
      setProblems(error.code === 'invalid_credentials' ? { current: t('password.wrong') } : { next: text })
    } finally {
      setBusy(false)
    }
  }

  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (values.next === values.again) void send()
    else setProblems({ again: t('password.differ') })
  }
  return { values, problems, isBusy, setValues, submit }
}

/** Masked in any case; a person may look at what he types. */
export function PasswordFields(props: { values: Values; problems: Problems; onChange: (values: Values) => void }) {
  const { t } = useTexts('app')
  const { values, problems, onChange } = props
  return (['current', 'next', 'again'] as const).map((name) => (
    <Fragment key={name}>
      <FieldFrame id={`password-${name}`} label={t(`password.${name}`)} required error={problems[name]}>
        <Input.Password
          id={`password-${name}`}
          required
          autoComplete={name === 'current' ? 'current-password' : 'new-password'}
          status={problems[name] ? 'error' : ''}
          value={values[name]}
          onChange={(event) => onChange({ ...values, [name]: event.target.value })}
        />
      </FieldFrame>
      {name === 'next' ? <StrengthMeter password={values.next} /> : null}
    </Fragment>
  ))
}
