import { useTexts } from '@fieldwork/ui'
import { Modal } from 'antd'
import { useState } from 'react'

import { WorkflowInputs } from '../trial/workflow-inputs.tsx'
import { hasInputs, NO_INPUTS } from '../trial/inputs.ts'
import type { WorkflowDefinition } from '../workflow.ts'
import { useBegin } from './use-begin.ts'

/** Asks about which record a workflow is run, and what it wants to be told; the published version runs. */
export function RunNowDialog({ workflow, onClose }: { workflow: WorkflowDefinition; onClose: () => void }) {
  const { t, locale } = useTexts('studio')
  const [inputs, setInputs] = useState(NO_INPUTS)
  const begin = useBegin(workflow.name)
  const { record, vars } = inputs
  return (
    <Modal
      open
      title={t('wf.runNowTitle', { label: workflow.label?.[locale] || workflow.name })}
      okText={t('wf.runNow')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: !hasInputs(workflow, inputs) }}
      confirmLoading={begin.isPending}
      onOk={() => begin.mutate({ vars, ...(record && { id: record.id }) })}
      onCancel={onClose}
    >
      <p className="st-help">{t('wf.runNowText')}</p>
      <WorkflowInputs workflow={workflow} inputs={inputs} onChange={setInputs} />
    </Modal>
  )
}
