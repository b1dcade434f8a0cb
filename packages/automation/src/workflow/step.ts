import type { FindInput, Queryable } from '@fieldwork/database'
import type { Catalog, HeardEvents, StepDescriptor, WorkflowExpression } from '@fieldwork/metadata'
import type { Actor, Records } from '@fieldwork/records'
import type { StartInput } from '../approvals/start-input.ts'
import type { Outside } from './outside.ts'

/** What a step waits for; the run holds nothing meanwhile. */
export interface Wait {
  kind: 'time' | 'condition' | 'event' | 'approval' | 'run' | 'hook'
  /** ISO 8601: when it goes on in any case */
  until?: string | null
  object?: string | null
  record?: string | null
  /** by which whatever it waits for finds it */
  key?: string | null
}

/** What came of a wait. */
export interface Wake {
  /** the moment came; what was awaited happened; the condition may hold now */
  reason: 'time' | 'event' | 'look'
  /** what who woke it has to tell */
  data?: unknown
}

/** How a run goes on after a step. */
export type StepResult =
  | {
      kind: 'done'
      output?: Record<string, unknown>
      /** the way on, where it is not `next` */
      branch?: string
      /** new values of variables */
      vars?: Record<string, unknown>
    }
  | { kind: 'wait'; wait: Wait; output?: Record<string, unknown> }
  /** goes once through a branch for each item, one after the other */
  | {
      kind: 'rounds'
      branch: string
      items: readonly unknown[]
      /** asks the step again when they are through; what it notes it finds in `progress` */
      more?: Record<string, unknown>
    }
  /** goes through a branch once more, then asks the step again */
  | { kind: 'again'; branch: string }
  /** goes through several branches side by side */
  | { kind: 'parallel'; branches: readonly string[]; wait: 'all' | 'first' }
  /** the whole run ends here */
  | { kind: 'end'; failed: boolean; message?: string }

/** What a step has to work with. */
export interface StepContext {
  run: {
    id: string
    workflow: string
    object: string | null
    record: string | null
    root: string
    depth: number
    /** id of the user who started it; null: nobody did */
    actor: string | null
  }
  node: string
  /** rounds of the loops around it */
  iteration: string
  /** whose rights it has */
  actor: Actor
  /** within the transaction of the step; of steps with effects outside there is none */
  records: Records
  /** the transaction of the step, for tables that are no records */
  tx: Queryable
  vars: Readonly<Record<string, unknown>>
  /** expressions that are over other records, by pointer into the options */
  deferred(pointer: string): WorkflowExpression | undefined
  /** as published now */
  catalog(): Catalog
  /** the writes for which the step waits; null: it waits for none */
  hears: HeardEvents | null
  /** evaluates them for records of their object; `record` in them is the run's */
  find(
    input: Pick<FindInput, 'object' | 'where' | 'via' | 'ids' | 'holds' | 'sort' | 'after' | 'limit'>,
  ): Promise<string[]>
  /** the child records of the record of the run that a collection holds */
  collection(name: string): { object: string; field: string }
  /** the same for every attempt of this step, so that whoever receives it twice can tell */
  idempotencyKey: string
  /** why it is run again: what it waited for; null the first time */
  wake: Wake | null
  /** rounds that its branch has made */
  round: number
  /** what it noted when it gave the rounds before; null: nothing yet */
  progress: Readonly<Record<string, unknown>> | null
  /** nothing outside may happen, everything will be rolled back */
  dry: boolean
  /** the moment of this attempt */
  now: Date
  timeZone: string
  /** everybody who has one of the roles today */
  usersOfRoles(roles: readonly string[]): Promise<string[]>
  /** the key under which the step waits for writes that match; no such write falls between what it reads and its wait */
  hearFrom(match: Readonly<Record<string, unknown>>): Promise<string>
  /** starts a run of another workflow in this transaction; returns its id */
  start(input: {
    workflow: string
    record: string | null
    vars: Record<string, unknown>
    waits: boolean
  }): Promise<string>
  /** submits a record for approval in this transaction; returns the approval's id */
  startApproval(input: StartInput): Promise<string>
  /** for steps with effects outside */
  outside: Outside
  signal: AbortSignal
}

/** A kind of step: what the designer knows of it, and what it does. */
export interface StepDefinition extends StepDescriptor {
  /** `options` as its schema says, expressions and texts replaced by what they give */
  run(context: StepContext, options: Record<string, unknown>): Promise<StepResult>
  /** uses of it that a test of every kind of step tries */
  examples?: readonly StepExample[]
}

/** A use of a step, for its test. */
export interface StepExample {
  options: Record<string, unknown>
  branches?: Record<string, string>
}

/** Puts a step together with its types checked. */
export const defineStep = (definition: StepDefinition): StepDefinition => definition

/** Schema of options: an object without other keys. */
export const optionsOf = (properties: Record<string, object>, required: string[] = []): StepDescriptor['options'] =>
  ({ type: 'object', additionalProperties: false, properties, required }) as unknown as StepDescriptor['options']

/** Schema of an output. */
export const outputOf = (properties: Record<string, object>): StepDescriptor['output'] =>
  ({ type: 'object', properties }) as unknown as StepDescriptor['output']

/** An expression in options; evaluated before the step is run. */
export const expression = (expects: string, description: string, more: object = {}): object => ({
  type: 'string',
  minLength: 1,
  maxLength: 4000,
  description,
  'x-expression': { expects, ...more },
})

/** A name that has to exist. */
export const reference = (to: string, description: string, of?: string): object => ({
  type: 'string',
  minLength: 1,
  maxLength: 100,
  description,
  'x-reference': to,
  ...(of !== undefined && { 'x-of': of }),
})

/** Values of fields, each an expression. */
export const fieldValues = (description: string, of = 'object'): object => ({
  type: 'object',
  maxProperties: 200,
  description,
  'x-fields': { of },
  additionalProperties: { type: 'string', minLength: 1, maxLength: 4000 },
})

/** A text with `{{ expression }}` parts. */
export const template = (description: string, maxLength = 2000): object => ({
  type: 'string',
  minLength: 1,
  maxLength,
  description,
  'x-template': true,
})

/** The same in both languages. */
export const localizedTemplate = (description: string): object => ({
  type: 'object',
  additionalProperties: false,
  required: ['en', 'zh-CN'],
  description,
  properties: { en: template('English'), 'zh-CN': template('Chinese') },
})

/** The record that a step is about: that of the run where it is left out. */
export const target = {
  object: reference('object', 'Whose record; the object of the workflow when left out'),
  record: expression('record', 'The record; that of the run when left out'),
}

/** A record in an output. */
export const recordOutput = (option = 'object', description = 'The record'): object => ({
  type: 'string',
  format: 'uuid',
  description,
  'x-record': { option },
})
