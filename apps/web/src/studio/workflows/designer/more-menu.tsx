import { BorderOuterOutlined, DeleteOutlined, MoreOutlined } from '@ant-design/icons'
import { useNavigateTo, useTexts } from '@fieldwork/ui'
import { App, Button, Dropdown } from 'antd'
import { useState } from 'react'

import { CompareDrawer } from '../../compare/compare-drawer.tsx'
import { studioPaths } from '../../paths.ts'
import { useDraftedWorkflows } from '../use-workflows.ts'
import { isActive } from '../workflow.ts'
import type { WorkflowDefinition } from '../workflow.ts'
import { useDesigner } from './designer-context.ts'
import { RunNowDialog } from './run-now-dialog.tsx'
import { useBegin } from './use-begin.ts'
import { useStepWords } from './use-step-words.ts'

/** What is done with a workflow less often: its runs and versions, running it by hand, arranging and deleting it. */
export function MoreMenu({ base }: { base: WorkflowDefinition | null }) {
  const { t, locale } = useTexts('studio')
  const { workflow, editing } = useDesigner()
  const [isComparing, setComparing] = useState(false)
  const { workflows, put } = useDraftedWorkflows()
  const { modal } = App.useApp()
  const navigate = useNavigateTo()
  const begin = useBegin(workflow.name)
  const stepWords = useStepWords()
  const [isBeginning, setBeginning] = useState(false)
  const { name, nodes, label } = workflow
  const known = workflows.find(({ definition }) => definition.name === name)
  const arrange = (): void => {
    const entries = Object.entries(nodes).map(([key, { place: _place, ...node }]) => [key, node] as const)
    editing?.edit({ ...workflow, nodes: Object.fromEntries(entries) })
  }
  const remove = (): void =>
    void modal.confirm({
      title: t('wf.removeTitle', { label: label?.[locale] || name }),
      content: t('wf.removeText'),
      okText: t('wf.remove'),
      okButtonProps: { danger: true },
      cancelText: t('common.cancel'),
      onOk: () => {
        navigate(studioPaths.workflows)
        if (known) put(known, name, null)
      },
    })
  const now = (): void => (base && asksNothing(base) ? begin.mutate({}) : setBeginning(true))
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            { key: 'now', label: t('wf.runNow'), disabled: !base || !isActive(base), onClick: now },
            {
              key: 'runs',
              label: t('wf.runsOf'),
              disabled: base === null,
              onClick: () => navigate(studioPaths.runs(`workflow=${name}`)),
            },
            {
              key: 'versions',
              label: t('wf.compare'),
              disabled: base === null,
              onClick: () => setComparing(true),
            },
            {
              key: 'drawings',
              label: t('wf.compareDrawings'),
              disabled: base === null,
              onClick: () => navigate(studioPaths.compareWorkflow(name)),
            },
            { key: 'arrange', label: t('wf.arrange'), icon: <BorderOuterOutlined />, onClick: arrange },
            { key: 'remove', label: t('wf.remove'), icon: <DeleteOutlined />, danger: true, onClick: remove },
          ],
        }}
      >
        <Button icon={<MoreOutlined />} aria-label={t('wf.more')} />
      </Dropdown>
      {isBeginning && base ? <RunNowDialog workflow={base} onClose={() => setBeginning(false)} /> : null}
      {isComparing ? (
        <CompareDrawer
          kind="workflow"
          name={name}
          draft={workflow}
          base={base}
          steps="nodes"
          wordsOf={stepWords}
          onClose={() => setComparing(false)}
        />
      ) : null}
    </>
  )
}

/** Begun without a word: about no record, and with nothing that has to be said. */
function asksNothing({ object, vars = {} }: WorkflowDefinition): boolean {
  return object === undefined && Object.keys(vars).length === 0
}
