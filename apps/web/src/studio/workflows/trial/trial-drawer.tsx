import { ProblemNote, useApi, useTexts } from '@fieldwork/ui'
import { useMutation } from '@tanstack/react-query'
import { Button, Drawer } from 'antd'
import { useState } from 'react'

import { useStudioObjects } from '../../catalog/studio-objects.ts'
import { RunSteps } from '../runs/run-steps.tsx'
import { RunSummary } from '../runs/run-summary.tsx'
import type { RunDetail } from '../runs/run-types.ts'
import type { WorkflowDefinition } from '../workflow.ts'
import { NO_INPUTS } from './inputs.ts'
import { WorkflowInputs } from './workflow-inputs.tsx'

const WIDTH = 680

/** Does the workflow as it is drawn now on a record, undoes everything, and tells what each step did. */
export function TrialDrawer({ workflow, onClose }: { workflow: WorkflowDefinition; onClose: () => void }) {
  const { t } = useTexts('studio')
  const api = useApi()
  const [inputs, setInputs] = useState(NO_INPUTS)
  const { record, vars } = inputs
  const object = useStudioObjects().find(({ name }) => name === workflow.object)
  const trial = useMutation({
    mutationFn: () =>
      api.post<RunDetail>(`/api/workflows/${workflow.name}/test-run`, {
        workflow,
        ...(record ? { id: record.id } : {}),
        vars,
      }),
  })
  return (
    <Drawer open size={WIDTH} className="st-drawer" title={t('wf.tryTitle')} onClose={onClose}>
      <p className="st-help">{t('wf.tryText')}</p>
      <WorkflowInputs workflow={workflow} inputs={inputs} onChange={setInputs} />
      <Button
        type="primary"
        loading={trial.isPending}
        disabled={object !== undefined && record === null}
        onClick={() => trial.mutate()}
      >
        {t('wf.tryNow')}
      </Button>
      {trial.error ? <ProblemNote error={trial.error} /> : null}
      {trial.data ? (
        <section className="st-wf-trial" aria-label={t('wf.tryResult')}>
          <RunSummary run={trial.data} />
          <RunSteps run={trial.data} workflow={workflow} />
        </section>
      ) : null}
    </Drawer>
  )
}
