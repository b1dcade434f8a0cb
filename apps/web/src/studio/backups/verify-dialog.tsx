import { useTexts } from '@fieldwork/ui'
import { Form, Input, Modal, Radio } from 'antd'

import { useBackupAction } from './queries.ts'
import type { Backup } from './queries.ts'

/** Begins a test of a backup. */
export function VerifyDialog({ backup, onClose }: { backup: Backup; onClose(): void }) {
  const { t } = useTexts('studio')
  const [form] = Form.useForm<{ kind: string; passphrase?: string }>()
  const verify = useBackupAction<object>(() => `/api/backups/${backup.id}/verify`)
  return (
    <Modal
      open
      title={t('backups.verify')}
      okText={t('backups.verify')}
      cancelText={t('backups.close')}
      confirmLoading={verify.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={{ kind: 'database' }}
        onFinish={(body) => verify.mutate({ body }, { onSuccess: onClose })}
      >
        <Form.Item name="kind" label={t('backups.verifyKind')}>
          <Radio.Group className="st-backup-kinds">
            <Radio value="database">{t('backups.verifyDatabase')}</Radio>
            <Radio value="file">{t('backups.verifyFile')}</Radio>
          </Radio.Group>
        </Form.Item>
        {backup.encrypted ? (
          <Form.Item name="passphrase" label={t('backups.passphrase')} rules={[{ required: true }]}>
            <Input.Password autoComplete="off" />
          </Form.Item>
        ) : null}
      </Form>
      {verify.error ? <p role="alert">{verify.error.message}</p> : null}
    </Modal>
  )
}
