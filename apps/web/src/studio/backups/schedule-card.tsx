import { formatMoment, useTexts } from '@fieldwork/ui'
import { Button, Checkbox, Form, Input, InputNumber, Modal, Select } from 'antd'
import { useState } from 'react'

import { useBackupAction, useSchedule } from './queries.ts'
import type { Schedule, ScheduleInput } from './queries.ts'

/** When backups are made by themselves. */
export function ScheduleCard() {
  const { t } = useTexts('studio')
  const [isEditing, setEditing] = useState(false)
  const schedule = useSchedule(true).data
  if (!schedule) return null
  const [next] = schedule.next
  const words =
    schedule.enabled && next
      ? t('backups.next', { at: formatMoment(next, schedule.time_zone), zone: schedule.time_zone })
      : t('backups.noSchedule')
  return (
    <section className="st-backup-schedule" aria-label={t('backups.schedule')}>
      <span className="st-grow">{words}</span>
      <Button size="small" onClick={() => setEditing(true)}>
        {t('backups.editSchedule')}
      </Button>
      {isEditing ? <ScheduleDialog schedule={schedule} onClose={() => setEditing(false)} /> : null}
    </section>
  )
}

const USUAL = ['0 2 * * *', '0 */6 * * *', '0 2 * * 0', '0 2 1 * *'] as const
const OWN = 'own'

type Values = ScheduleInput & { usual: string }

function ScheduleDialog({ schedule, onClose }: { schedule: Schedule; onClose(): void }) {
  const { t } = useTexts('studio')
  const [form] = Form.useForm<Values>()
  const store = useBackupAction<object>(() => '/api/backups/schedule', 'PUT')
  const usual = Form.useWatch('usual', form)
  const isSealed = Form.useWatch('sealed', form)
  const save = ({ usual: chosen, passphrase, cron, ...rest }: Values) => {
    const text = chosen === OWN ? cron : chosen
    store.mutate({ body: { ...rest, cron: text, ...(passphrase && { passphrase }) } }, { onSuccess: onClose })
  }
  const known = USUAL.find((each) => each === schedule.cron) ?? OWN
  const { time_zone: _zone, next: _next, ...values } = schedule
  return (
    <Modal
      open
      title={t('backups.schedule')}
      okText={t('backups.save')}
      cancelText={t('backups.close')}
      confirmLoading={store.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Form form={form} layout="vertical" initialValues={{ ...values, usual: known }} onFinish={save}>
        <Form.Item name="enabled" valuePropName="checked">
          <Checkbox>{t('backups.enabled')}</Checkbox>
        </Form.Item>
        <Form.Item name="usual" label={t('backups.when', { zone: schedule.time_zone })}>
          <Select
            options={[
              { value: USUAL[0], label: t('backups.daily') },
              { value: USUAL[1], label: t('backups.sixHours') },
              { value: USUAL[2], label: t('backups.weekly') },
              { value: USUAL[3], label: t('backups.monthly') },
              { value: OWN, label: t('backups.own') },
            ]}
          />
        </Form.Item>
        {usual === OWN ? (
          <Form.Item name="cron" label={t('backups.cron')} extra={t('backups.cronHelp')}>
            <Input />
          </Form.Item>
        ) : null}
        <div className="st-backup-numbers">
          <Form.Item name="keep" label={t('backups.keep')}>
            <InputNumber min={1} max={10_000} />
          </Form.Item>
          <Form.Item name="days" label={t('backups.days')}>
            <InputNumber min={1} max={36_500} />
          </Form.Item>
        </div>
        <Form.Item name="with_files" valuePropName="checked">
          <Checkbox>{t('backups.withFiles')}</Checkbox>
        </Form.Item>
        <Form.Item name="sealed" valuePropName="checked">
          <Checkbox>{t('backups.seal')}</Checkbox>
        </Form.Item>
        {isSealed ? (
          <Form.Item
            name="passphrase"
            label={t('backups.passphrase')}
            extra={schedule.sealed ? t('backups.passphraseKept') : t('backups.passphraseHelp')}
          >
            <Input.Password autoComplete="new-password" />
          </Form.Item>
        ) : null}
      </Form>
      {store.error ? <p role="alert">{store.error.message}</p> : null}
    </Modal>
  )
}
