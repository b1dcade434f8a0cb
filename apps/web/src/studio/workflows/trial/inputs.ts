import type { Reference } from '../../organisation/department-tree.ts'
import type { WorkflowDefinition } from '../workflow.ts'

/** With what a run begins: its record, and the variables that are said. */
export interface Inputs {
  record: Reference | null
  vars: Record<string, unknown>
}

export const NO_INPUTS: Inputs = { record: null, vars: {} }

/** Whether a run can begin: its record is chosen, and what has to be said is said. */
export function hasInputs({ object, vars = {} }: WorkflowDefinition, inputs: Inputs): boolean {
  if (object !== undefined && inputs.record === null) return false
  return Object.entries(vars).every(
    ([name, each]) => each.required !== true || each.default !== undefined || inputs.vars[name] !== undefined,
  )
}
