import { ProblemNote, useTexts } from '@fieldwork/ui'
import type { ObjectSchema } from '@fieldwork/ui'
import { App, Form, Modal, Progress, Radio, Select } from 'antd'
import { useState } from 'react'

import { exportPath } from './taken-list.ts'
import type { ExportChoice, TakenList } from './taken-list.ts'
import { useExport } from './use-export.ts'
import type { ExportProgress } from './use-export.ts'

const FIRST_CHOICE: ExportChoice = { format: 'xlsx', fields: 'view', headers: 'label', references: 'both' }
const KB = 1024

interface ExportDialogProps {
  schema: ObjectSchema
  list: TakenList
  onClose: () => void
}

/** Says what is about to leave and by which right, then follows it; it can be broken off at any time. */
export function ExportDialog({ schema, list, onClose }: ExportDialogProps) {
  const { t } = useTexts('app')
  const { message } = App.useApp()
  const [choice, setChoice] = useState(FIRST_CHOICE)
  const [error, setError] = useState<unknown>(null)
  const { progress, run, cancel } = useExport()

  const start = async (): Promise<void> => {
    setError(null)
    try {
      const count = await run(exportPath(schema.object, list, choice), `${schema.label}.${choice.format}`)
      if (count === null) void message.info(t('taking.cancelled'))
      else void message.success(t('taking.done', { count: count.toLocaleString() }))
      if (count !== null) onClose()
    } catch (failure) {
      setError(failure)
    }
  }

  return (
    <Modal
      open
      title={t('taking.exportTitle', { label: schema.label })}
      okText={t('taking.start')}
      cancelText={t('taking.cancel')}
      okButtonProps={{ loading: progress !== null }}
      onOk={() => void start()}
      onCancel={progress ? cancel : onClose}
      mask={{ closable: progress === null }}
      destroyOnHidden
    >
      <p>
        {list.count === null ? t('taking.whatUncounted') : t('taking.what', { shown: list.count.toLocaleString() })}
      </p>
      <p className="fw-muted">{t('taking.right', { label: schema.label })}</p>
      <ExportChoices choice={choice} onChange={setChoice} isDisabled={progress !== null} />
      {progress ? <ExportState progress={progress} /> : null}
      {error ? <ProblemNote error={error} /> : null}
    </Modal>
  )
}

interface ChoicesProps {
  choice: ExportChoice
  onChange: (choice: ExportChoice) => void
  isDisabled: boolean
}

function ExportChoices({ choice, onChange, isDisabled }: ChoicesProps) {
  const { t } = useTexts('app')
  const isPlain = choice.format === 'ndjson'
  const pick = <Name extends keyof ExportChoice>(name: Name, values: readonly ExportChoice[Name][], words: string) => (
    <Form.Item label={t(`taking.${name}`)}>
      <Radio.Group
        aria-label={t(`taking.${name}`)}
        value={choice[name]}
        onChange={(event) => onChange({ ...choice, [name]: event.target.value as ExportChoice[Name] })}
        options={values.map((value) => ({ value, label: t(`taking.${words}${capital(value)}`) }))}
      />
    </Form.Item>
  )
  return (
    <Form layout="vertical" disabled={isDisabled}>
      <Form.Item label={t('taking.format')}>
        <Select
          aria-label={t('taking.format')}
          value={choice.format}
          onChange={(format) => onChange({ ...choice, format })}
          options={(['xlsx', 'csv', 'ndjson'] as const).map((value) => ({ value, label: t(`taking.${value}`) }))}
        />
      </Form.Item>
      {pick('fields', ['view', 'all'], 'fields')}
      {isPlain ? null : pick('headers', ['label', 'name'], 'headers')}
      {isPlain ? null : pick('references', ['both', 'label', 'id'], 'references')}
    </Form>
  )
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

function ExportState({ progress: { records, total, bytes } }: { progress: ExportProgress }) {
  const { t } = useTexts('app')
  const words =
    records === null || total === 0
      ? t('taking.bytes', { size: `${Math.round(bytes / KB).toLocaleString()} KB` })
      : t('taking.progress', { done: records.toLocaleString(), total: total.toLocaleString() })
  const percent = records === null || total === 0 ? 100 : Math.floor((records / total) * 100)
  return (
    <div role="status">
      <Progress percent={percent} status="active" showInfo={records !== null} aria-label={words} />
      <p className="fw-muted">{words}</p>
    </div>
  )
}
