import type { Queryable } from '@fieldwork/database'
import type { CompiledWorkflow, CompiledWorkflowNode } from '@fieldwork/metadata'
import type { Actor, Records } from '@fieldwork/records'
import type { EngineDeps } from './engine.ts'
import type { AddJobs } from './queue-steps.ts'
import type { Place, RunRow, StepRow } from './rows.ts'

/** A step under way, in its transaction. */
export interface Working {
  deps: EngineDeps
  tx: Queryable
  records: Records
  add: AddJobs
  run: RunRow
  row: StepRow
  workflow: CompiledWorkflow
  node: CompiledWorkflowNode
  place: Place
  actor: Actor
  signal: AbortSignal
}
