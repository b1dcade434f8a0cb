import { createContext, useContext } from 'react'

import type { Way } from '../graph/ways.ts'
import type { RunState } from '../runs/run-types.ts'
import type { StepKinds } from '../step-kinds.ts'
import type { WorkflowDefinition } from '../workflow.ts'

/** What a mark on a step says: how it went in a run, or how it differs from another version. */
export interface StepMark {
  state?: RunState
  /** how often it was done, where a loop repeats it */
  times?: number
  /** the ways that it went on; null: the plain one */
  went?: ReadonlySet<string | null>
  change?: 'added' | 'changed' | 'removed'
}

/** A drawn workflow, what is selected in it, and how it can be changed. */
export interface Designer {
  workflow: WorkflowDefinition
  kinds: StepKinds
  /** the name of a node or the trigger's; null: the workflow as a whole */
  selected: string | null
  select: (key: string | null) => void
  marks: ReadonlyMap<string, StepMark>
  /** how many problems each node or the trigger has */
  problems: ReadonlyMap<string, number>
  /** null: it is only looked at */
  editing: Editing | null
}

/** The ways to change a workflow. */
export interface Editing {
  edit: (next: WorkflowDefinition, options?: { isTyping?: boolean }) => void
  /** asks which step comes onto a way */
  ask: (way: Way) => void
  /** puts a kind of step onto a way */
  add: (step: string, way: Way) => void
  remove: (key: string) => void
  copy: (key: string) => void
  /** puts what was copied onto a way */
  paste: (way: Way) => void
}

export const DesignerContext = createContext<Designer | null>(null)

/** The workflow that is drawn. */
export function useDesigner(): Designer {
  const designer = useContext(DesignerContext)
  if (!designer) throw new Error('this stands outside of a workflow')
  return designer
}

/** The workflow that is edited. */
export function useEditing(): Editing {
  const { editing } = useDesigner()
  if (!editing) throw new Error('this workflow is only looked at')
  return editing
}
