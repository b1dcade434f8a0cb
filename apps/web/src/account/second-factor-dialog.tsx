import { isApiProblem, useApi, useTexts } from '@fieldwork/ui'
import { useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Input, Modal } from 'antd'
import { useState } from 'react'

import { RecoveryCodes, SecondFactorSetup } from './second-factor-setup.tsx'

export type FactorAction = 'begin' | 'newCodes' | 'remove'

const URL = '/api/account/second-factor'

/** Sets up, renews or removes the second factor; the password is asked for in any case. */
export function SecondFactorDialog({ action, onClose }: { action: FactorAction; onClose: () => void }) {
  const { t } = useTexts('app')
  const api = useApi()
  const queries = useQueryClient()
  const [password, setPassword] = useState('')
  const [isConfirmed, setConfirmed] = useState(false)
  const [codes, setCodes] = useState<string[] | null>(null)
  const [problem, setProblem] = useState<string | null>(null)

  const close = (): void => {
    onClose()
    void queries.invalidateQueries({ queryKey: ['account'] })
  }
  const confirm = async (): Promise<void> => {
    setProblem(null)
    const body = { current_password: password }
    try {
      if (action === 'begin') setConfirmed(true)
      else if (action === 'newCodes') {
        setCodes((await api.post<{ recovery_codes: string[] }>(`${URL}/recovery-codes`, body)).recovery_codes)
      } else {
        await api.post(`${URL}/remove`, body)
        close()
      }
    } catch (error) {
      if (!isApiProblem(error)) throw error
      setProblem(error.message)
    }
  }

  return (
    <Modal open title={t('account.factor')} footer={null} onCancel={close}>
      {codes ? <RecoveryCodes codes={codes} onDone={close} /> : null}
      {isConfirmed ? <SecondFactorSetup password={password} onDone={close} /> : null}
      {codes || isConfirmed ? null : (
        <form
          className="fw-stack"
          onSubmit={(event) => {
            event.preventDefault()
            void confirm()
          }}
        >
          {problem ? <Alert type="error" showIcon title={problem} /> : null}
          <label htmlFor="factor-password">{t('account.confirmPassword')}</label>
          <Input.Password
            id="factor-password"
            autoFocus
            required
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
          <Button type="primary" htmlType="submit">
            {t('steps.next')}
          </Button>
        </form>
      )}
    </Modal>
  )
}
