import { isApiProblem, useApi, useTexts } from '@fieldwork/ui'
import { Alert, Button, Input } from 'antd'
import { useState } from 'react'

interface Enrolment {
  secret: string
  image: string
}

/** Sets up a second factor: scan, type a code, keep the recovery codes. */
export function SecondFactorSetup(props: { password?: string; onDone: () => void }) {
  const { t } = useTexts('app')
  const api = useApi()
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null)
  const [code, setCode] = useState('')
  const [codes, setCodes] = useState<string[] | null>(null)
  const [problem, setProblem] = useState<string | null>(null)

  const attempt = async (work: () => Promise<void>): Promise<void> => {
    setProblem(null)
    try {
      await work()
    } catch (error) {
      if (!isApiProblem(error)) throw error
      setProblem(error.message)
    }
  }
  const begin = () =>
    attempt(async () => {
      const body = props.password === undefined ? {} : { current_password: props.password }
      setEnrolment(await api.post<Enrolment>('/api/account/second-factor', body))
    })
  const confirm = () =>
    attempt(async () => {
      const url = '/api/account/second-factor/confirm'
      const { recovery_codes, csrf } = await api.post<{ recovery_codes: string[]; csrf: string | null }>(url, { code })
      if (csrf) api.setCsrf(csrf)
      setCodes(recovery_codes)
    })

  if (codes) return <RecoveryCodes codes={codes} onDone={props.onDone} />
  return (
    <div className="fw-stack">
      {problem ? <Alert type="error" showIcon title={problem} /> : null}
      {enrolment ? (
        <form
          className="fw-stack"
          onSubmit={(event) => {
            event.preventDefault()
            void confirm()
          }}
        >
          <p>{t('factor.scan')}</p>
          <img className="fw-qr" src={enrolment.image} alt={t('factor.picture')} width={180} height={180} />
          <p className="fw-muted">
            {t('factor.key')}: <code className="fw-secret">{enrolment.secret}</code>
          </p>
          <CodeInput id="factor-code" value={code} onChange={setCode} />
          <Button type="primary" size="large" htmlType="submit">
            {t('factor.confirm')}
          </Button>
        </form>
      ) : (
        <Button type="primary" size="large" onClick={() => void begin()}>
          {t('factor.begin')}
        </Button>
      )}
    </div>
  )
}

/** Where a code is typed. */
export function CodeInput(props: { id: string; value: string; onChange: (value: string) => void }) {
  const { t } = useTexts('app')
  return (
    <>
      <label htmlFor={props.id}>{t('steps.code')}</label>
      <Input
        id={props.id}
        size="large"
        autoFocus
        autoComplete="one-time-code"
        required
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      />
    </>
  )
}

/** Shown once. */
export function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const { t } = useTexts('app')
  return (
    <div className="fw-stack">
      <p>{t('factor.codes')}</p>
      <ul className="fw-recovery">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <Button type="primary" size="large" onClick={onDone}>
        {t('factor.kept')}
      </Button>
    </div>
  )
}
