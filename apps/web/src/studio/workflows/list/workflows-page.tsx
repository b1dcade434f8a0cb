import { SearchOutlined } from '@ant-design/icons'
import { AppLink, EmptyState, useTexts } from '@fieldwork/ui'
import { Input } from 'antd'
import { useState } from 'react'

import { useStudioObjects } from '../../catalog/studio-objects.ts'
import { ListPage, StackTable } from '../../parts/list-page.tsx'
import { studioPaths } from '../../paths.ts'
import { useWorkflowSummaries } from '../runs/run-queries.ts'
import { useDraftedWorkflows } from '../use-workflows.ts'
import type { DraftedWorkflow } from '../use-workflows.ts'
import { NewWorkflowDialog } from './new-workflow-dialog.tsx'
import { WorkflowRow } from './workflow-row.tsx'

const SEARCHED_FROM = 8

/** Every workflow: whether it is on, what starts it, its version, and how its last runs ended. */
export function WorkflowsPage() {
  const { t } = useTexts('studio')
  const { workflows, isPending } = useDraftedWorkflows()
  const [isCreating, setCreating] = useState(false)
  const [wanted, setWanted] = useState('')
  const found = useFound(workflows, wanted)
  return (
    <>
      <ListPage
        title={t('wf.title')}
        line={t('wf.line')}
        add={t('wf.add')}
        onAdd={() => setCreating(true)}
        beside={<AppLink to={studioPaths.runs()}>{t('wf.allRuns')}</AppLink>}
        isPending={isPending}
        isEmpty={workflows.length === 0}
        none={{ icon: 'partition', title: t('wf.none'), text: <Teaching /> }}
      >
        {workflows.length >= SEARCHED_FROM ? (
          <Input
            className="st-wf-search"
            prefix={<SearchOutlined />}
            allowClear
            aria-label={t('wf.search')}
            placeholder={t('wf.search')}
            value={wanted}
            onChange={(event) => setWanted(event.target.value)}
          />
        ) : null}
        <WorkflowTable workflows={found} />
      </ListPage>
      {isCreating ? <NewWorkflowDialog onClose={() => setCreating(false)} /> : null}
    </>
  )
}

function useFound(workflows: DraftedWorkflow[], wanted: string): DraftedWorkflow[] {
  const objects = useStudioObjects()
  const words = wanted.trim().toLowerCase()
  if (words === '') return workflows
  return workflows.filter(({ definition: { name, label, object } }) => {
    const about = objects.find((each) => each.name === object)?.label
    const texts = [name, label?.en, label?.['zh-CN'], about?.en, about?.['zh-CN']]
    return texts.some((text) => text?.toLowerCase().includes(words))
  })
}

function WorkflowTable({ workflows }: { workflows: DraftedWorkflow[] }) {
  const { t } = useTexts('studio')
  const summaries = useWorkflowSummaries().data
  return (
    <>
      <StackTable
        className="st-wf-table"
        heads={[
          t('wf.on'),
          t('wf.name'),
          t('wf.object'),
          t('wf.starts'),
          { number: t('wf.version') },
          t('wf.lastRuns'),
        ]}
      >
        {workflows.map((workflow) => (
          <WorkflowRow
            key={workflow.definition.name}
            workflow={workflow}
            summary={summaries?.get(workflow.definition.name)}
          />
        ))}
      </StackTable>
      {workflows.length === 0 ? <EmptyState compact icon="file-search" title={t('wf.notFound')} /> : null}
    </>
  )
}

/** What workflows are for, where none is yet. */
function Teaching() {
  const { t } = useTexts('studio')
  return (
    <span className="st-wf-teaching">
      {t('wf.noneText')}
      {(['first', 'second', 'third'] as const).map((each) => (
        <span key={each}>{t(`wf.examples.${each}`)}</span>
      ))}
    </span>
  )
}
