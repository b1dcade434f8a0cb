import { AppLink, FieldIcon, useTexts } from '@fieldwork/ui'
import { Switch, Tag } from 'antd'

import { useStudioObjects } from '../../catalog/studio-objects.ts'
import { DraftTags } from '../../parts/draft-tags.tsx'
import { studioPaths } from '../../paths.ts'
import { Moment } from '../moment.tsx'
import type { WorkflowSummary } from '../runs/run-queries.ts'
import { RunStateMark } from '../runs/run-state.tsx'
import { useTriggerWords } from '../trigger-words.ts'
import { useDraftedWorkflows } from '../use-workflows.ts'
import type { DraftedWorkflow } from '../use-workflows.ts'
import { isActive } from '../workflow.ts'

/** One workflow in the list; `summary` of one that is published. */
export function WorkflowRow({
  workflow,
  summary,
}: {
  workflow: DraftedWorkflow
  summary: WorkflowSummary | undefined
}) {
  const { t, locale } = useTexts('studio')
  const { put } = useDraftedWorkflows()
  const words = useTriggerWords(workflow.definition.object)
  const { definition } = workflow
  const { name, object } = definition
  const label = definition.label?.[locale] || name
  const about = useStudioObjects().find((each) => each.name === object)
  return (
    <tr>
      <td data-label={t('wf.on')}>
        <Switch
          size="small"
          checked={isActive(definition)}
          aria-label={t('wf.switch', { label })}
          onChange={(active) => put(workflow, name, { ...definition, active })}
        />
      </td>
      <td>
        <AppLink to={studioPaths.workflow(name)} className="st-wf-name">
          {label}
        </AppLink>
        <DraftTags document={workflow} />
        <code className="st-code st-wf-code">{name}</code>
      </td>
      <td data-label={t('wf.object')}>
        {object === undefined ? (
          <span className="st-faint">–</span>
        ) : (
          <span className="st-wf-about">
            <FieldIcon name={about?.icon} /> {about?.label[locale] ?? object}
          </span>
        )}
      </td>
      <td data-label={t('wf.starts')}>{words(definition)}</td>
      <td className="st-number" data-label={t('wf.version')}>
        <Version name={name} summary={summary} />
      </td>
      <td data-label={t('wf.lastRuns')}>
        <LastRuns name={name} summary={summary} />
      </td>
    </tr>
  )
}

/** The revision that changed it last; leads to what differs from the one before. */
function Version({ name, summary }: { name: string; summary: WorkflowSummary | undefined }) {
  if (!summary || summary.revision === null) return <span className="st-faint">–</span>
  return <AppLink to={studioPaths.compareWorkflow(name)}>{summary.revision}</AppLink>
}

/** How its last runs ended, and how many are under way. */
function LastRuns({ name, summary }: { name: string; summary: WorkflowSummary | undefined }) {
  const { t } = useTexts('studio')
  const [latest] = summary?.latest ?? []
  if (!summary || !latest) return <span className="st-faint">{t('wf.neverRan')}</span>
  return (
    <span className="st-wf-last">
      {summary.latest.map(({ id, state }) => (
        <AppLink key={id} to={studioPaths.run(id)}>
          <RunStateMark state={state} isShort />
        </AppLink>
      ))}
      <AppLink to={studioPaths.runs(`workflow=${name}`)}>
        <Moment at={latest.created_at} />
      </AppLink>
      {summary.open > 0 ? <Tag variant="filled">{t('wf.openRuns', { count: summary.open })}</Tag> : null}
    </span>
  )
}
