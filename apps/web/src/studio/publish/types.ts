import type { ServerProblem } from '@fieldwork/ui'

/** How careful one has to be with a step. */
export type StepClass = 'safe' | 'confirm' | 'destructive'

/** One thing that a publication does to the database. */
export interface PlanStep {
  class: StepClass
  summary: string
  sql: string
  /** a task does it after the publication */
  background?: true
}

/** A problem of a definition; `pointer` is into that definition. */
export interface PlanProblem extends ServerProblem {
  kind?: string
  name?: string
}

/** `POST /api/metadata/plan` */
export interface Plan {
  problems: PlanProblem[]
  steps: PlanStep[]
}
