import { RedoOutlined, StopOutlined } from '@ant-design/icons'
import { AppLink, PageHeader, ProblemNote, useTexts } from '@fieldwork/ui'
import { ReactFlowProvider } from '@xyflow/react'
import { App, Button, Skeleton } from 'antd'
import { useMemo, useState } from 'react'

import { useComparison } from '../../compare/use-versions.ts'
import { studioPaths } from '../../paths.ts'
import { WorkflowCanvas } from '../canvas/workflow-canvas.tsx'
import { DesignerContext } from '../designer/designer-context.ts'
import type { StepMark } from '../designer/designer-context.ts'
import { TRIGGER } from '../graph/ways.ts'
import { useStepKinds } from '../step-kinds.ts'
import { useRun, useRunAction } from './run-queries.ts'
import { RunSteps } from './run-steps.tsx'
import { RunSummary } from './run-summary.tsx'
import { ENDED } from './run-types.ts'
import type { RunDetail, RunState, RunStep } from './run-types.ts'
import type { WorkflowDefinition } from '../workflow.ts'

/** One run: where it stands on the drawing of its version, and what each step did. */
export function RunPage({ id }: { id: string }) {
  const { t, locale } = useTexts('studio')
  const run = useRun(id)
  if (run.error) return <ProblemNote error={run.error} onRetry={() => void run.refetch()} />
  if (!run.data) return <Skeleton className="st-page" active paragraph={{ rows: 10 }} />
  const { workflow, label } = run.data
  return (
    <div className="st-page st-wf-page">
      <AppLink to={studioPaths.runs(`workflow=${workflow}`)} className="st-back">
        ‹ {t('wf.allRuns')}
      </AppLink>
      <PageHeader
        title={label[locale] || workflow}
        note={<AppLink to={studioPaths.workflow(workflow)}>{t('wf.openWorkflow')}</AppLink>}
        actions={<RunActions run={run.data} />}
      />
      <RunSummary run={run.data} />
      <RunBody run={run.data} />
    </div>
  )
}

function RunBody({ run }: { run: RunDetail }) {
  const { t } = useTexts('studio')
  const { kinds } = useStepKinds()
  const [selected, select] = useState<string | null>(null)
  const marks = useMemo(() => marksOf(run.data), [run.data])
  const { revision } = run
  const version = useComparison<WorkflowDefinition>(
    { kind: 'workflow', name: run.workflow },
    revision ? { from: revision, to: revision } : null,
  )
  const workflow = version.data?.to.definition ?? null
  if (!workflow) return <RunSteps run={run} workflow={null} />
  const designer = { workflow, kinds, selected, select, marks, problems: NO_PROBLEMS, editing: null }
  const only = selected === TRIGGER ? null : selected
  return (
    <DesignerContext.Provider value={designer}>
      <div className="st-run-body">
        <ReactFlowProvider>
          <WorkflowCanvas />
        </ReactFlowProvider>
        <aside className="st-run-side">
          <h2 className="st-group-title">{t('wf.record')}</h2>
          {only === null ? null : (
            <button type="button" className="st-link" onClick={() => select(null)}>
              {t('wf.allSteps')}
            </button>
          )}
          <RunSteps run={run} workflow={workflow} only={only} />
        </aside>
      </div>
    </DesignerContext.Provider>
  )
}

const NO_PROBLEMS: ReadonlyMap<string, number> = new Map()

/** The graver a state, the rather it is shown for a step that was done in several rounds. */
const GRAVITY: RunState[] = ['done', 'cancelled', 'queued', 'waiting', 'running', 'failed']

function marksOf(steps: RunStep[]): Map<string, StepMark> {
  const marks = new Map<string, StepMark>([[TRIGGER, {}]])
  for (const { node, state, branch } of steps) {
    const known = marks.get(node)
    const graver =
      known?.state !== undefined && GRAVITY.indexOf(known.state) > GRAVITY.indexOf(state) ? known.state : state
    marks.set(node, {
      state: graver,
      times: (known?.times ?? 0) + 1,
      went: new Set([...(known?.went ?? []), branch]),
    })
  }
  return marks
}

/** Cancels a run that goes on; does again what failed. */
function RunActions({ run }: { run: RunDetail }) {
  const { t } = useTexts('studio')
  const { modal, message } = App.useApp()
  const action = useRunAction(run.id)
  const act = (what: 'cancel' | 'retry'): void =>
    action.mutate(what, {
      onSuccess: () => void message.success(t(`wf.${what}Done`)),
      onError: (error) => void message.error(error.message),
    })
  const cancel = (): void =>
    void modal.confirm({
      title: t('wf.cancelTitle'),
      content: t('wf.cancelText'),
      okText: t('wf.cancelRun'),
      okButtonProps: { danger: true },
      cancelText: t('wf.letGo'),
      onOk: () => act('cancel'),
    })
  if (run.state === 'failed') {
    return (
      <Button type="primary" icon={<RedoOutlined />} loading={action.isPending} onClick={() => act('retry')}>
        {t('wf.retryRun')}
      </Button>
    )
  }
  if (ENDED.has(run.state)) return null
  return (
    <Button danger icon={<StopOutlined />} loading={action.isPending} onClick={cancel}>
      {t('wf.cancelRun')}
    </Button>
  )
}
