import { useTexts } from '@fieldwork/ui'
import { App, Button, Modal } from 'antd'

import { PasswordFields, usePasswordChange } from './password-fields.tsx'

const FORM_ID = 'fw-password-form'

/** Changes one's own password. */
export function PasswordDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTexts('app')
  const { message } = App.useApp()
  const { values, problems, isBusy, setValues, submit } = usePasswordChange(() => {
    void message.success(t('password.changed'))
    onClose()
  })

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
        <PasswordFields values={values} problems={problems} onChange={setValues} />
      </form>
    </Modal>
  )
}
