import { useTexts } from '@fieldwork/ui'
import { App } from 'antd'
import { useMemo, useState } from 'react'

import type { EditableDocument } from '../../draft/use-document.ts'
import type { PlanProblem } from '../../publish/types.ts'
import { freeKey, insertNode, newNode, removeNode } from '../graph/edits.ts'
import type { Way } from '../graph/ways.ts'
import type { StepKinds } from '../step-kinds.ts'
import type { WorkflowDefinition, WorkflowNode } from '../workflow.ts'
import type { Designer, StepMark } from './designer-context.ts'
import { placeOf } from './workflow-problems.tsx'

const NO_MARKS: ReadonlyMap<string, StepMark> = new Map()

/** What was copied last, also from another workflow. */
let copied: { key: string; node: WorkflowNode } | null = null

interface Input {
  workflow: WorkflowDefinition
  kinds: StepKinds
  problems: PlanProblem[]
  edit: EditableDocument<WorkflowDefinition>['edit']
}

/** The state of the designer of a workflow. */
export function useDesignerState({ workflow, kinds, problems, edit }: Input) {
  const { t } = useTexts('studio')
  const { message } = App.useApp()
  const [selected, select] = useState<string | null>(null)
  const [asked, setAsked] = useState<Way | null>(null)
  const counts = useMemo(() => countsOf(problems), [problems])
  const insert = (key: string, node: WorkflowNode, way: Way): void => {
    edit(insertNode(workflow, { way, key, node }))
    select(key)
    setAsked(null)
  }
  const add = (step: string, way: Way): void => {
    const kind = kinds.get(step)
    if (kind) insert(freeKey(workflow, step), newNode(kind), way)
  }
  const designer: Designer = {
    workflow,
    kinds,
    selected,
    select,
    marks: NO_MARKS,
    problems: counts,
    editing: {
      edit,
      ask: setAsked,
      add,
      remove: (key) => {
        edit(removeNode(workflow, kinds, key))
        select(null)
      },
      copy: (key) => {
        const node = workflow.nodes[key]
        if (!node) return
        copied = { key, node }
        void message.info(t('wf.copied'))
      },
      paste: (way) => {
        if (copied) insert(freeKey(workflow, copied.key.replace(/_\d+$/, '')), copied.node, way)
      },
    },
  }
  return { designer, asked, closeAsked: () => setAsked(null), add }
}

function countsOf(problems: PlanProblem[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { pointer = '' } of problems) {
    const place = placeOf(pointer)
    if (place !== null) counts.set(place, (counts.get(place) ?? 0) + 1)
  }
  return counts
}
