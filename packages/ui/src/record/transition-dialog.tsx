import { Button, Modal } from 'antd'
import { useMemo, useState } from 'react'

import type { Layout, ObjectSchema, RecordData } from '../api/types.ts'
import { RecordForm } from '../form/record-form.tsx'
import { useTexts } from '../texts/i18n.ts'
import type { OpenTransition } from './transitions.ts'

const FORM_ID = 'fw-transition-form'

/** Asks for the fields that a transition needs, then makes it. */
export function TransitionDialog(props: {
  schema: ObjectSchema
  record: RecordData
  transition: OpenTransition
  onConfirm: (values: Record<string, unknown>) => Promise<void>
  onClose: () => void
}) {
  const { schema, transition } = props
  const { t } = useTexts()
  const [isBusy, setBusy] = useState(false)
  const layout = useMemo(() => fieldsLayout(schema.object, transition.requires), [schema.object, transition.requires])

  const confirm = async (values: Record<string, unknown>): Promise<void> => {
    setBusy(true)
    try {
      await props.onConfirm(values)
    } finally {
      setBusy(false)
    }
  }

  return (
    <Modal
      open
      title={transition.label}
      onCancel={props.onClose}
      footer={[
        <Button key="cancel" onClick={props.onClose}>
          {t('action.cancel')}
        </Button>,
        <Button key="ok" type="primary" htmlType="submit" form={FORM_ID} loading={isBusy}>
          {transition.label}
        </Button>,
      ]}
    >
      <div className="fw-dialog-form">
        <RecordForm schema={schema} record={props.record} layout={layout} preview formId={FORM_ID} onSubmit={confirm} />
      </div>
    </Modal>
  )
}

/** The required fields one under the other. */
function fieldsLayout(object: string, fields: string[]): Layout {
  const blocks = fields.map((field, y) => [
    field,
    { type: 'field' as const, field, x: 0, y, w: 24, h: 1, requiredWhen: 'true' },
  ])
  return { object, purpose: 'form', blocks: Object.fromEntries(blocks) }
}
