import { AppLink, EmptyState, PageHeader, ProblemNote, useNavigateTo, useTexts } from '@fieldwork/ui'
import { ReactFlowProvider } from '@xyflow/react'
import { Select, Skeleton } from 'antd'
import { useMemo, useState } from 'react'

import { useWords } from '../../compare/use-words.ts'
import { useComparison, useVersions } from '../../compare/use-versions.ts'
import { studioPaths } from '../../paths.ts'
import { PathChanges } from '../../publish/path-changes.tsx'
import { WorkflowCanvas } from '../canvas/workflow-canvas.tsx'
import { DesignerContext } from '../designer/designer-context.ts'
import type { StepMark } from '../designer/designer-context.ts'
import { useStepWords } from '../designer/use-step-words.ts'
import { useStepKinds } from '../step-kinds.ts'
import type { WorkflowDefinition } from '../workflow.ts'
import { changeMarks, changesOf } from './node-changes.ts'

/** Two versions of a workflow side by side, with what differs marked; the latest two where none are named. */
export function ComparePage(props: { name: string; from: number | null; to: number | null }) {
  const { t } = useTexts('studio')
  const { name } = props
  const versions = useVersions({ kind: 'workflow', name }, true)
  const numbers = versions.data?.map(({ revision }) => revision) ?? []
  const [latest, earlier] = numbers
  const to = props.to ?? latest
  const from = props.from ?? earlier ?? latest
  const revisions = from !== undefined && to !== undefined ? { from, to } : null
  const comparison = useComparison<WorkflowDefinition>({ kind: 'workflow', name }, revisions)
  const error = versions.error ?? comparison.error
  return (
    <div className="st-page st-wf-page">
      <AppLink to={studioPaths.workflow(name)} className="st-back">
        ‹ {t('wf.openWorkflow')}
      </AppLink>
      <PageHeader title={t('wf.compare')} note={<code className="st-code">{name}</code>} />
      {error ? <ProblemNote error={error} /> : null}
      {!error && !comparison.data ? <Skeleton active paragraph={{ rows: 8 }} /> : null}
      {numbers.length === 1 ? <p className="st-muted">{t('wf.oneVersion')}</p> : null}
      {comparison.data && revisions ? (
        <Versions
          name={name}
          numbers={numbers}
          revisions={revisions}
          from={comparison.data.from.definition}
          to={comparison.data.to.definition}
        />
      ) : null}
    </div>
  )
}

interface Shown {
  from: WorkflowDefinition | null
  to: WorkflowDefinition | null
}

function Versions(props: Shown & { name: string; numbers: number[]; revisions: { from: number; to: number } }) {
  const { t } = useTexts('studio')
  const navigate = useNavigateTo()
  const { name, numbers, revisions, from, to } = props
  const [selected, select] = useState<string | null>(null)
  const marks = useMemo(() => changeMarks({ from, to }), [from, to])
  const changes = changesOf({ from, to }, selected)
  const stepWords = useStepWords()
  const words = useWords({ object: (to ?? from)?.object, stepOf: (key) => stepWords(key, [to, from]) })
  const side = (which: 'from' | 'to') => (
    <section className="st-wf-version" aria-label={t(`wf.compared.${which}`)}>
      <label>
        {t(`wf.compared.${which}`)}{' '}
        <Select
          aria-label={t(`wf.compared.${which}`)}
          value={revisions[which]}
          options={numbers.map((value) => ({ value, label: String(value) }))}
          onChange={(value: number) => {
            const next = { ...revisions, [which]: value }
            navigate(studioPaths.compareWorkflow(name, next.from, next.to), { replace: true })
          }}
        />
      </label>
      <Side workflow={props[which]} marks={marks[which]} selected={selected} select={select} />
    </section>
  )
  return (
    <>
      <div className="st-wf-versions">
        {side('from')}
        {side('to')}
      </div>
      <section aria-label={t('wf.differences')}>
        <h2 className="st-group-title">{t('wf.differences')}</h2>
        {selected === null ? null : (
          <button type="button" className="st-link" onClick={() => select(null)}>
            {t('wf.allDifferences')}
          </button>
        )}
        {changes.length === 0 ? (
          <p className="st-muted">{t('wf.noDifference')}</p>
        ) : (
          <PathChanges changes={changes} words={words} />
        )}
      </section>
    </>
  )
}

function Side(props: {
  workflow: WorkflowDefinition | null
  marks: ReadonlyMap<string, StepMark>
  selected: string | null
  select: (key: string | null) => void
}) {
  const { t } = useTexts('studio')
  const { kinds, isPending } = useStepKinds()
  const { workflow, ...rest } = props
  if (!workflow) return <EmptyState compact icon="partition" title={t('wf.notYet')} />
  if (isPending) return <Skeleton active />
  return (
    <DesignerContext.Provider value={{ workflow, kinds, ...rest, problems: NO_PROBLEMS, editing: null }}>
      <ReactFlowProvider>
        <WorkflowCanvas />
      </ReactFlowProvider>
    </DesignerContext.Provider>
  )
}

const NO_PROBLEMS: ReadonlyMap<string, number> = new Map()
