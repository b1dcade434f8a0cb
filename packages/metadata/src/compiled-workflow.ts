import type { CheckedExpression, ExprType } from '@fieldwork/expressions'
import type { JsonSchema, LocalizedText } from '@fieldwork/fields'
import type { ValueChecker } from './validation/value-checker.ts'

export type ListenedOperation = 'create' | 'update' | 'transition' | 'delete'

/** Something that a write may start; told to the outbox by the statement that writes. */
export interface CompiledListener {
  /** what it is and its name: `workflow:welcome`, `deadline:report` */
  name: string
  /** whose writes it hears; absent: those of the object of its document */
  object?: string
  operations: readonly ListenedOperation[]
  /** only these transitions */
  transitions?: readonly string[]
  /** only when one of these fields has changed */
  fields?: readonly string[]
  /** over the record after the write, `old` is the one before; null: always */
  when: CheckedExpression | null
}

/** What a run keeps under a name. */
export interface CompiledVariable {
  type: ExprType
  required: boolean
  /** as JSON; null: nothing */
  default: unknown
}

/** An expression in the options of a step. */
export interface WorkflowExpression {
  expression: CheckedExpression
  /** the object over whose records it goes; null: it is over the run and evaluated before the step */
  over: string | null
}

/** A text in the options of a step: what is written, and expressions between it. */
export type WorkflowTemplate = readonly (string | WorkflowExpression)[]

/** A loop or parallel step around a node, and the branch in which the node stands. */
export interface Enclosure {
  node: string
  branch: string
}

/** The writes for which a node waits. */
export interface HeardEvents {
  /** the name of its listener */
  listener: string
  object: string
  operations: readonly ListenedOperation[]
  fields: readonly string[] | null
  /** fields whose values have to be those that the run knows */
  match: readonly string[]
  /** the condition has been judged in the write */
  isJudged: boolean
}

export interface CompiledWorkflowNode {
  key: string
  step: string
  label: LocalizedText
  /** as its author has written them */
  options: Readonly<Record<string, unknown>>
  /** by JSON pointer into the options */
  expressions: ReadonlyMap<string, WorkflowExpression>
  templates: ReadonlyMap<string, WorkflowTemplate>
  /** what names mean in them, beside the record's own fields */
  variables: Readonly<Record<string, ExprType>>
  /** waits for something of the record to hold */
  listens: boolean
  /** waits for writes of other records; null: it does not */
  hears: HeardEvents | null
  /** null: here the way ends */
  next: string | null
  branches: Readonly<Record<string, string>>
  onError: 'fail' | 'continue' | { node: string }
  retry: { attempts: number; delaySeconds: number }
  /** outermost first */
  inside: readonly Enclosure[]
}

/** Why a run starts; what a write of a record starts is said by the listeners. */
export type CompiledTrigger =
  | { type: 'created' | 'updated' | 'saved' | 'changed' | 'deleted' | 'transition' | 'api' | 'workflow' }
  | {
      type: 'hook'
      auth: 'signature' | 'bearer'
      /** JSON Schema of the body; null: anything */
      payload: JsonSchema | null
      /** JSON pointer to the id of the record; null: it is about none */
      record: string | null
      /** what is wrong with a body */
      check: ValueChecker
    }
  | { type: 'manual'; when: CheckedExpression | null; button: LocalizedText }
  | {
      type: 'schedule'
      cron: string
      timezone: string | null
      calendar: string | null
      /** what becomes of a moment on a day that the calendar does not work */
      holidays: 'skip' | 'next' | 'previous'
      /** one run for each record for which it holds; null: one without a record */
      where: CheckedExpression | null
    }
  | {
      type: 'relative-date'
      field: string
      days: number
      /** `HH:MM` */
      at: string
      timezone: string | null
      when: CheckedExpression | null
    }
  | {
      type: 'plugin'
      /** the name of the plugin's trigger */
      trigger: string
      options: Readonly<Record<string, unknown>>
    }
  | {
      type: 'approval-outcome'
      approval: string | null
      outcomes: readonly string[] | null
      when: CheckedExpression | null
    }

export interface CompiledWorkflow {
  name: string
  label: LocalizedText
  order: number
  active: boolean
  /** the object whose records start it; null: no record does */
  object: string | null
  trigger: CompiledTrigger
  /** none while it is not active */
  listeners: readonly CompiledListener[]
  runAs: 'system' | 'trigger-user'
  vars: ReadonlyMap<string, CompiledVariable>
  start: string
  nodes: ReadonlyMap<string, CompiledWorkflowNode>
  limits: { steps: number; depth: number; runs: number }
  /** changes whenever the definition does */
  version: string
}
