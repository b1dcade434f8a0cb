import { useTexts } from '@fieldwork/ui'
import { Alert, Checkbox, Form, Input, Modal, Skeleton } from 'antd'

import { useBackupAction, usePreview } from './queries.ts'
import type { Backup, Preview } from './queries.ts'

interface RestoreValues {
  confirm: string
  passphrase?: string
  keep: boolean
}

/** Shows what would be replaced, and wants the name of the workspace typed before it is. */
export function RestoreDialog({ backup, onClose }: { backup: Backup; onClose(): void }) {
  const { t } = useTexts('studio')
  const [form] = Form.useForm<RestoreValues>()
  const preview = usePreview(backup.id)
  const restore = useBackupAction<object>(() => `/api/backups/${backup.id}/restore`)
  const typed = Form.useWatch('confirm', form)
  const name = preview.data?.confirm
  return (
    <Modal
      open
      title={t('backups.restoreTitle')}
      okText={t('backups.restore')}
      okButtonProps={{ danger: true, disabled: name === undefined || typed?.trim() !== name }}
      cancelText={t('backups.close')}
      confirmLoading={restore.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Alert type="warning" showIcon title={t('backups.restoreText')} />
      {preview.data ? <PreviewTable preview={preview.data} /> : <Skeleton active title={false} />}
      <Form
        form={form}
        layout="vertical"
        initialValues={{ keep: true }}
        onFinish={(body) => restore.mutate({ body }, { onSuccess: onClose })}
      >
        <Form.Item name="keep" valuePropName="checked">
          <Checkbox>{t('backups.keepPresent')}</Checkbox>
        </Form.Item>
        {backup.encrypted ? (
          <Form.Item name="passphrase" label={t('backups.passphrase')} rules={[{ required: true }]}>
            <Input.Password autoComplete="off" />
          </Form.Item>
        ) : null}
        <Form.Item name="confirm" label={t('backups.confirm', { name: name ?? '' })}>
          <Input autoComplete="off" />
        </Form.Item>
      </Form>
      {restore.error ? <p role="alert">{restore.error.message}</p> : null}
    </Modal>
  )
}

function PreviewTable({ preview: { objects } }: { preview: Preview }) {
  const { t } = useTexts('studio')
  const changed = objects.filter(({ before, after }) => before !== after)
  if (changed.length === 0) return <p>{t('backups.sameCounts')}</p>
  return (
    <div className="st-backup-preview">
      <table>
        <thead>
          <tr>
            <th scope="col">{t('backups.object')}</th>
            <th scope="col">{t('backups.before')}</th>
            <th scope="col">{t('backups.after')}</th>
          </tr>
        </thead>
        <tbody>
          {changed.map(({ object, label, before, after }) => (
            <tr key={object}>
              <th scope="row">{label}</th>
              <td>{before.toLocaleString()}</td>
              <td>{after.toLocaleString()}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
