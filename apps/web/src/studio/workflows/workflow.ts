import type { LocalizedText } from '@fieldwork/expressions'

/** What starts a run; members beside `type` as the kind of trigger wants them. */
export interface WorkflowTrigger {
  type: TriggerType
  [member: string]: unknown
}

/** Kinds of triggers: those of records first, then those by the clock, then those that are called. */
export const TRIGGER_TYPES = [
  'created',
  'updated',
  'saved',
  'changed',
  'transition',
  'deleted',
  'relative-date',
  'schedule',
  'manual',
  'approval-outcome',
  'workflow',
  'api',
  'hook',
] as const

/** One of them, or what a plugin tells. */
export type TriggerType = (typeof TRIGGER_TYPES)[number] | 'plugin'

/** Triggers that start with a record of the workflow's object. */
export const RECORD_TRIGGERS: ReadonlySet<TriggerType> = new Set([
  'created',
  'updated',
  'saved',
  'changed',
  'transition',
  'deleted',
  'relative-date',
  'approval-outcome',
])

/** A step and where it leads. */
export interface WorkflowNode {
  step: string
  label?: LocalizedText
  options?: Record<string, unknown>
  next?: string
  branches?: Record<string, string>
  onError?: 'continue' | { node: string }
  retry?: { attempts: number; delaySeconds?: number }
  /** where it was put on the canvas; left out: where the drawing puts it */
  place?: { x: number; y: number }
}

/** A value that a run keeps. */
export interface WorkflowVariable {
  type: VariableType
  object?: string
  label?: LocalizedText
  required?: boolean
  default?: unknown
}

/** What variables hold. */
export const VARIABLE_TYPES = [
  'text',
  'integer',
  'decimal',
  'boolean',
  'date',
  'datetime',
  'record',
  'records',
  'texts',
  'any',
] as const

/** One of them. */
export type VariableType = (typeof VARIABLE_TYPES)[number]

/** What the platform does by itself, as its author writes it. */
export interface WorkflowDefinition {
  name: string
  label?: LocalizedText
  description?: LocalizedText
  order?: number
  active?: boolean
  object?: string
  trigger: WorkflowTrigger
  runAs?: 'system' | 'trigger-user'
  vars?: Record<string, WorkflowVariable>
  /** empty: nothing is done yet */
  start: string
  nodes: Record<string, WorkflowNode>
  limits?: { steps?: number; depth?: number; runs?: number }
}

/** New runs start; true when left out. */
export const isActive = ({ active = true }: Pick<WorkflowDefinition, 'active'>): boolean => active
