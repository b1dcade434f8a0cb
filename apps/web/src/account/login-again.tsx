import { useMe, useTexts } from '@fieldwork/ui'
import { Alert, Button, Input, Modal } from 'antd'
import type { InputRef } from 'antd'
import { useRef, useState } from 'react'
import type { FormEvent } from 'react'

import { CaptchaField } from './captcha-field.tsx'
import { useLogin } from './use-login.ts'

const FORM_ID = 'fw-session-form'
/** above every form and dialog that may be open */
const ON_TOP = 3000

/** The dialog that asks for the password again. */
export function LoginAgain({ onSettled }: { onSettled: (isLoggedIn: boolean) => void }) {
  const { t } = useTexts('app')
  const username = useMe().data?.user.username ?? ''
  const input = useRef<InputRef>(null)
  const [password, setPassword] = useState('')
  const { login, problem, isBusy, picture, captcha, setCaptcha, renewPicture } = useLogin((steps) => {
    // what is left to do is asked on a page of its own
    if (steps.length > 0) globalThis.location.reload()
    else onSettled(true)
  })

  const submit = (event: FormEvent): void => {
    event.preventDefault()
    // React hands events of a dialog on to the form that the dialog lies above
    event.stopPropagation()
    void login({ username, password })
  }

  const leave = (): void => {
    onSettled(false)
    globalThis.location.assign('/')
  }

  return (
    <Modal
      open
      title={t('session.title')}
      width={400}
      zIndex={ON_TOP}
      closable={false}
      afterOpenChange={(isOpen) => {
        if (isOpen) input.current?.focus()
      }}
      keyboard={false}
      mask={{ closable: false }}
      footer={[
        <Button key="leave" type="text" onClick={leave}>
          {t('session.leave')}
        </Button>,
        <Button key="login" type="primary" htmlType="submit" form={FORM_ID} loading={isBusy}>
          {t('session.submit')}
        </Button>,
      ]}
    >
      <form id={FORM_ID} className="fw-stack fw-session" onSubmit={submit}>
        <p className="fw-muted">{t('session.text')}</p>
        {problem ? <Alert type="error" showIcon title={problem} /> : null}
        <label htmlFor="session-username">{t('login.username')}</label>
        <Input id="session-username" autoComplete="username" readOnly value={username} />
        <label htmlFor="session-password">{t('login.password')}</label>
        <Input.Password
          id="session-password"
          ref={input}
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        {picture ? (
          <CaptchaField picture={picture} value={captcha} onChange={setCaptcha} onRenew={() => void renewPicture()} />
        ) : null}
      </form>
    </Modal>
  )
}
