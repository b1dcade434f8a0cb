import { useTexts } from '@fieldwork/ui'
import { Checkbox, Form, Input, Modal } from 'antd'

import { useBackupAction } from './queries.ts'

interface StartValues {
  note?: string
  passphrase?: string
  with_files: boolean
}

/** Begins a backup by hand. */
export function StartDialog({ onClose }: { onClose(): void }) {
  const { t } = useTexts('studio')
  const [form] = Form.useForm<StartValues>()
  const start = useBackupAction<object>(() => '/api/backups')
  const begin = ({ note, passphrase, with_files }: StartValues) =>
    start.mutate(
      { body: { with_files, ...(note && { note }), ...(passphrase && { passphrase }) } },
      { onSuccess: onClose },
    )
  return (
    <Modal
      open
      title={t('backups.start')}
      okText={t('backups.begin')}
      cancelText={t('backups.close')}
      confirmLoading={start.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Form form={form} layout="vertical" initialValues={{ with_files: true }} onFinish={begin}>
        <Form.Item name="note" label={t('backups.note')}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="with_files" valuePropName="checked">
          <Checkbox>{t('backups.withFiles')}</Checkbox>
        </Form.Item>
        <Form.Item name="passphrase" label={t('backups.passphrase')} extra={t('backups.passphraseHelp')}>
          <Input.Password autoComplete="new-password" />
        </Form.Item>
      </Form>
      {start.error ? <p role="alert">{start.error.message}</p> : null}
    </Modal>
  )
}
