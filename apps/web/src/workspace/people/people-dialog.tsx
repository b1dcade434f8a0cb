import { isApiProblem, useTexts } from '@fieldwork/ui'
import { Alert, Button, Modal } from 'antd'
import type { ReactNode } from 'react'
import { useState } from 'react'

interface DialogProps {
  title: string
  action: string
  isReady: boolean
  /** closes when it is done; what is refused is told in the dialog */
  onConfirm: () => Promise<void>
  onClose: () => void
  children: ReactNode
}

/** A question about people, with what the server says to the answer. */
export function PeopleDialog({ title, action, isReady, onConfirm, onClose, children }: DialogProps) {
  const { t } = useTexts('app')
  const [isBusy, setBusy] = useState(false)
  const [messages, setMessages] = useState<string[]>([])
  const confirm = async (): Promise<void> => {
    setBusy(true)
    setMessages([])
    try {
      await onConfirm()
      onClose()
    } catch (error) {
      if (!isApiProblem(error)) throw error
      setMessages(error.problems.length > 0 ? error.problems.map(({ message }) => message) : [error.message])
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal
      open
      title={title}
      onCancel={onClose}
      footer={[
        <Button key="cancel" onClick={onClose}>
          {t('people.cancel')}
        </Button>,
        <Button key="ok" type="primary" disabled={!isReady} loading={isBusy} onClick={() => void confirm()}>
          {action}
        </Button>,
      ]}
    >
      <div className="fw-people-form">
        {messages.map((message) => (
          <Alert key={message} type="error" showIcon role="alert" title={message} />
        ))}
        {children}
      </div>
    </Modal>
  )
}

/** A label above its input. */
export function PeopleField({ id, label, children }: { id: string; label: string; children: ReactNode }) {
  return (
    <div className="fw-people-field">
      <label htmlFor={id}>{label}</label>
      {children}
    </div>
  )
}
