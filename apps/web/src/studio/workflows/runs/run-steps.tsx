import { FieldIcon, formatMoment, useMe, useTexts } from '@fieldwork/ui'

import { useStepKinds } from '../step-kinds.ts'
import type { WorkflowDefinition } from '../workflow.ts'
import { durationOf } from './duration.ts'
import { errorWords } from './error-words.ts'
import { RunStateMark } from './run-state.tsx'
import type { RunDetail, RunStep } from './run-types.ts'

/** Every step of a run in the order in which it was done: what went in, what came out, what went wrong. */
export function RunSteps(props: { run: RunDetail; workflow: WorkflowDefinition | null; only?: string | null }) {
  const { t } = useTexts('studio')
  const { run, workflow, only = null } = props
  const steps = only === null ? run.data : run.data.filter(({ node }) => node === only)
  return (
    <ol className="st-run-steps" aria-label={t('wf.steps')}>
      {steps.map((step) => (
        <li key={`${step.node}-${step.iteration}`}>
          <StepRecord step={step} workflow={workflow} isOpen={only !== null || step.state === 'failed'} />
        </li>
      ))}
      {steps.length === 0 ? <li className="st-muted">{t('wf.notDone')}</li> : null}
    </ol>
  )
}

function StepRecord({
  step,
  workflow,
  isOpen,
}: {
  step: RunStep
  workflow: WorkflowDefinition | null
  isOpen: boolean
}) {
  const { t, locale } = useTexts('studio')
  const kind = useStepKinds().kinds.get(step.step)
  const timeZone = useMe().data?.timeZone ?? 'UTC'
  const label = workflow?.nodes[step.node]?.label?.[locale] ?? kind?.label[locale] ?? step.step
  const duration = durationOf(step)
  const { wait } = step
  return (
    <details open={isOpen} className="st-run-step">
      <summary>
        <RunStateMark state={step.state} isShort />
        <FieldIcon name={kind?.icon} />
        <strong>{label}</strong>
        <code className="st-code">{step.node}</code>
        {step.iteration === '' ? null : <span className="st-muted">{t('wf.round', { number: step.iteration })}</span>}
        {step.attempt > 1 ? <span className="st-muted">{t('wf.attempt', { number: step.attempt })}</span> : null}
        <span className="st-grow" />
        {duration === null ? null : (
          <span className="st-muted">{t(`wf.durations.${duration.unit}`, { number: duration.number })}</span>
        )}
      </summary>
      {step.error ? (
        <p className="st-run-error" role="alert">
          {errorWords(step.error, locale)}
        </p>
      ) : null}
      {wait ? (
        <p className="st-muted">
          {t(`wf.waits.${wait.kind}`, { defaultValue: wait.kind })}
          {wait.until === null ? '' : ` · ${formatMoment(wait.until, timeZone)}`}
        </p>
      ) : null}
      {step.branch === null ? null : <p className="st-muted">{t('wf.tookWay', { branch: step.branch })}</p>}
      <Values title={t('wf.input')} value={step.input} />
      <Values title={t('wf.output')} value={step.output} />
    </details>
  )
}

function Values({ title, value }: { title: string; value: unknown }) {
  const isEmpty =
    value === null || value === undefined || (typeof value === 'object' && Object.keys(value).length === 0)
  if (isEmpty) return null
  return (
    <>
      <h4>{title}</h4>
      <pre className="st-run-values">{JSON.stringify(value, null, 2)}</pre>
    </>
  )
}
