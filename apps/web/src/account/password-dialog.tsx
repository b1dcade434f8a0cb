import { FieldFrame, isApiProblem, useApi, useTexts } from '@fieldwork/ui'
import { App, Button, Input, Modal } from 'antd'
import { useState } from 'react'
import type { FormEvent } from 'react'

const FORM_ID = 'fw-password-form'
const EMPTY = { current: '', next: '', again: '' }

type Values = typeof EMPTY
type Problems = Partial<Record<keyof Values, string>>

/** Changes one's own password. */
export function PasswordDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTexts('app')
  const api = useApi()
  const { message } = App.useApp()
  const [values, setValues] = useState(EMPTY)
  const [problems, setProblems] = useState<Problems>({})
  const [isBusy, setBusy] = useState(false)

  const send = async (): Promise<void> => {
    setBusy(true)
    try {
      await api.post('/api/auth/password', { current_password: values.current, new_password: values.next })
      void message.success(t('password.changed'))
      onClose()
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

  return (
    <Modal
      open
      title={t('me.password')}
      onCancel={onClose}
      footer={[
        <Button key="cancel" onClick={onClose}>
          {t('action.cancel', { ns: 'ui' })}
        </Button>,
        <Button key="ok" type="primary" htmlType="submit" form={FORM_ID} loading={isBusy}>
          {t('password.submit')}
        </Button>,
      ]}
    >
      <form id={FORM_ID} className="fw-stack" onSubmit={submit}>
        {(['current', 'next', 'again'] as const).map((name) => (
          <FieldFrame key={name} id={`password-${name}`} label={t(`password.${name}`)} required error={problems[name]}>
            <Input.Password
              id={`password-${name}`}
              required
              autoComplete={name === 'current' ? 'current-password' : 'new-password'}
              status={problems[name] ? 'error' : ''}
              value={values[name]}
              onChange={(event) => setValues({ ...values, [name]: event.target.value })}
            />
          </FieldFrame>
        ))}
      </form>
    </Modal>
  )
}
