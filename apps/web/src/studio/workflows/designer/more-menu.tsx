import { BorderOuterOutlined, DeleteOutlined, MoreOutlined } from '@ant-design/icons'
import { useApi, useNavigateTo, useTexts } from '@fieldwork/ui'
import { useMutation } from '@tanstack/react-query'
import { App, Button, Dropdown } from 'antd'
import { useState } from 'react'

import { CompareDrawer } from '../../compare/compare-drawer.tsx'
import { studioPaths } from '../../paths.ts'
import { useDraftedWorkflows } from '../use-workflows.ts'
import { isActive } from '../workflow.ts'
import type { WorkflowDefinition } from '../workflow.ts'
import { useDesigner } from './designer-context.ts'

/** What is done with a workflow less often: its runs and versions, running it by hand, arranging and deleting it. */
export function MoreMenu({ base }: { base: WorkflowDefinition | null }) {
  const { t, locale } = useTexts('studio')
  const { workflow, kinds, editing } = useDesigner()
  const [isComparing, setComparing] = useState(false)
  const { workflows, put } = useDraftedWorkflows()
  const { modal } = App.useApp()
  const navigate = useNavigateTo()
  const begin = useBegin(workflow.name)
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
  const stepWords = (key: string, versions: (WorkflowDefinition | null)[]): string => {
    const node = versions.find((each) => each?.nodes[key])?.nodes[key]
    return node?.label?.[locale] || `${kinds.get(node?.step ?? '')?.label[locale] ?? node?.step} (${key})`
  }
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            { key: 'now', label: t('wf.runNow'), disabled: !canBegin(base), onClick: () => begin.mutate() },
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

/** Started by hand only where it needs neither a record nor anything else. */
function canBegin(base: WorkflowDefinition | null): boolean {
  if (base === null || !isActive(base) || base.object !== undefined) return false
  return Object.values(base.vars ?? {}).every((each) => each.required !== true || each.default !== undefined)
}

/** Starts the published version, and shows its run. */
function useBegin(name: string) {
  const api = useApi()
  const navigate = useNavigateTo()
  const { message } = App.useApp()
  return useMutation({
    mutationFn: () => api.post<{ run: string }>(`/api/workflows/${name}/run`, {}),
    onSuccess: ({ run }) => navigate(studioPaths.run(run)),
    onError: (error) => void message.error(error.message),
  })
}
