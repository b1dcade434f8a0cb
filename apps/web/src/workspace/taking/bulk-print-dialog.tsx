import { ProblemNote, useTexts } from '@fieldwork/ui'
import type { ObjectSchema } from '@fieldwork/ui'
import { DownloadOutlined, EyeOutlined } from '@ant-design/icons'
import { Alert, Button, Form, Modal, Progress, Select } from 'antd'
import { useState } from 'react'

import { PRINT_LANGUAGES, usePrintTemplates } from './print-templates.ts'
import type { PrintLanguage } from './print-templates.ts'
import { usePrintTask } from './use-print-task.ts'
import type { PrintTask } from './use-print-task.ts'

/** What stands for a choice that is left to the records. */
const USUAL = ''

interface Choice {
  template: string
  language: PrintLanguage | typeof USUAL
}

interface DialogProps {
  schema: ObjectSchema
  ids: string[]
  onClose: () => void
}

/** Prints records into one PDF, follows it and hands the file over; it can be broken off until it is made. */
export function BulkPrintDialog({ schema, ids, onClose }: DialogProps) {
  const { t } = useTexts('app')
  const [choice, setChoice] = useState<Choice>({ template: USUAL, language: USUAL })
  const { task, error, begin, cancel } = usePrintTask(schema.object)
  const isUnderWay = begin.isPending || task?.state === 'queued' || task?.state === 'running'
  const start = (): void =>
    begin.mutate({
      ids,
      ...(choice.template !== USUAL && { template: choice.template }),
      ...(choice.language !== USUAL && { locale: choice.language }),
    })
  const file = task?.file
  return (
    <Modal
      open
      title={t('taking.bulkTitle', { label: schema.label })}
      onCancel={isUnderWay ? undefined : onClose}
      closable={!isUnderWay}
      mask={{ closable: !isUnderWay }}
      footer={
        isUnderWay ? (
          <Button loading={cancel.isPending || task?.cancelling === true} onClick={() => cancel.mutate()}>
            {t('taking.bulkStop')}
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>{t(file ? 'taking.close' : 'taking.cancel')}</Button>
            {file ? <FileButtons file={file} /> : null}
            {file ? null : (
              <Button type="primary" onClick={start}>
                {t('taking.bulkStart')}
              </Button>
            )}
          </>
        )
      }
    >
      <p>{t('taking.bulkWhat', { count: ids.length })}</p>
      <p className="fw-muted">{t('taking.bulkRight', { label: schema.label })}</p>
      <PrintChoices object={schema.object} choice={choice} onChange={setChoice} isDisabled={isUnderWay || !!file} />
      {task ? <TaskState task={task} /> : null}
      {error ? <ProblemNote error={error} /> : null}
    </Modal>
  )
}

function FileButtons({ file }: { file: NonNullable<PrintTask['file']> }) {
  const { t } = useTexts('app')
  return (
    <>
      <Button icon={<EyeOutlined />} href={file.url} target="_blank">
        {t('taking.show')}
      </Button>
      <Button type="primary" icon={<DownloadOutlined />} href={`${file.url}?download=1`}>
        {t('taking.download')}
      </Button>
    </>
  )
}

interface ChoicesProps {
  object: string
  choice: Choice
  onChange: (choice: Choice) => void
  isDisabled: boolean
}

function PrintChoices({ object, choice, onChange, isDisabled }: ChoicesProps) {
  const { t } = useTexts('app')
  const templates = usePrintTemplates(object)
  if (templates.error) return <ProblemNote error={templates.error} />
  const named = (templates.data?.data ?? []).map(({ name, label }) => ({ value: name, label }))
  return (
    <Form layout="vertical" disabled={isDisabled}>
      <Form.Item label={t('taking.template')}>
        <Select
          aria-label={t('taking.template')}
          loading={templates.isPending}
          value={choice.template}
          onChange={(template) => onChange({ ...choice, template })}
          options={[{ value: USUAL, label: t('taking.usualTemplate') }, ...named]}
        />
      </Form.Item>
      <Form.Item label={t('taking.language')}>
        <Select
          aria-label={t('taking.language')}
          value={choice.language}
          onChange={(language) => onChange({ ...choice, language })}
          options={[{ value: USUAL, label: t('taking.usualLanguage') }, ...PRINT_LANGUAGES]}
        />
      </Form.Item>
    </Form>
  )
}

function TaskState({ task: { state, done, total, error, file } }: { task: PrintTask }) {
  const { t } = useTexts('app')
  if (state === 'done' && file) {
    return <Alert type="success" showIcon role="status" title={t('taking.bulkDone', { name: file.name })} />
  }
  if (state === 'done') return <Alert type="warning" showIcon role="status" title={t('taking.bulkGone')} />
  if (state === 'cancelled') return <Alert type="info" showIcon role="status" title={t('taking.bulkStopped')} />
  if (state === 'failed') {
    const words = error?.problems[0]?.message ?? error?.message ?? t('taking.bulkFailed')
    return <Alert type="error" showIcon role="alert" title={words} />
  }
  const words = t('taking.progress', { done, total: total ?? '…' })
  return (
    <div role="status">
      <Progress percent={total ? Math.floor((100 * done) / total) : 0} status="active" aria-label={words} />
      <p className="fw-muted">{words}</p>
    </div>
  )
}
