// Generated from schemas/ by `npm run typegen`: change the schema instead.

/**
 * A name that never changes: small letters, digits and _
 */
export type Name = string
/**
 * What starts a run
 */
export type Trigger =
  | Created
  | Updated
  | Saved
  | Changed
  | Deleted
  | Transition
  | Schedule
  | RelativeDate
  | Manual
  | Api
  | Hook
  | ApprovalOutcome
  | Called
  | Plugin
/**
 * An expression
 */
export type Expression = string

/**
 * What the platform does by itself: a start, and steps that lead to each other
 */
export interface WorkflowDocument {
  /**
   * Where an editor finds this schema; not kept
   */
  $schema?: string
  name: Name
  label?: Label
  /**
   * What it is for
   */
  description?: Label
  /**
   * Place among the workflows, smallest first
   */
  order?: number
  /**
   * New runs start; true when left out. Runs that have started go on
   */
  active?: boolean
  /**
   * The object whose records start it; left out where no record does
   */
  object?: Name
  trigger: Trigger
  /**
   * Whose rights its steps have: those of the platform (system, when left out) or of who started it
   */
  runAs?: 'system' | 'trigger-user'
  /**
   * Values that a run keeps, by name; who starts it may give them
   */
  vars?: {
    [k: string]: Variable
  }
  /**
   * The node with which a run begins
   */
  start: Name
  /**
   * The steps, by name
   */
  nodes: {
    [k: string]: Node
  }
  /**
   * Where the platform ends a run that goes astray
   */
  limits?: {
    /**
     * Steps that a run does at most, each round of a loop counted; 10,000 when left out
     */
    steps?: number
    /**
     * Runs that may have led to each other; 5 when left out
     */
    depth?: number
    /**
     * Runs of this workflow that may go back to one event; 10,000 when left out
     */
    runs?: number
  }
}
/**
 * A text for people in both languages
 */
export interface Label {
  /**
   * English
   */
  en: string
  /**
   * Chinese
   */
  'zh-CN': string
}
/**
 * A record is created
 */
export interface Created {
  /**
   * A record is created
   */
  type: 'created'
  /**
   * It starts only for records for which this holds; `old` is the record before the write
   */
  when?: Expression
}
/**
 * A record is changed
 */
export interface Updated {
  /**
   * A record is changed
   */
  type: 'updated'
  /**
   * Only when one of these fields changes
   *
   * @minItems 1
   * @maxItems 100
   */
  fields?: Name[]
  /**
   * It starts only for records for which this holds; `old` is the record before the write
   */
  when?: Expression
}
/**
 * A record is created or changed
 */
export interface Saved {
  /**
   * A record is created or changed
   */
  type: 'saved'
  /**
   * Of changes only those of one of these fields
   *
   * @minItems 1
   * @maxItems 100
   */
  fields?: Name[]
  /**
   * It starts only for records for which this holds; `old` is the record before the write
   */
  when?: Expression
}
/**
 * A field comes to have a value
 */
export interface Changed {
  /**
   * A field comes to have a value, by creation, change or transition
   */
  type: 'changed'
  /**
   * The field
   */
  field: Name
  /**
   * The value that it has to get, as JSON; any when left out
   */
  to?: string | number | boolean | null
  /**
   * The value that it has to have had, as JSON; any when left out
   */
  from?: string | number | boolean | null
  /**
   * It starts only for records for which this holds; `old` is the record before the write
   */
  when?: Expression
}
/**
 * A record is deleted
 */
export interface Deleted {
  /**
   * A record is deleted
   */
  type: 'deleted'
  /**
   * It starts only for records for which this holds
   */
  when?: Expression
}
/**
 * A record goes from one state to another
 */
export interface Transition {
  /**
   * A record goes from one state to another
   */
  type: 'transition'
  /**
   * Only these transitions
   *
   * @minItems 1
   * @maxItems 100
   */
  transitions?: Name[]
  /**
   * Only from one of these states
   *
   * @minItems 1
   * @maxItems 500
   */
  from?: string[]
  /**
   * Only to one of these states
   *
   * @minItems 1
   * @maxItems 500
   */
  to?: string[]
  /**
   * It starts only for records for which this holds; `old` is the record before the write
   */
  when?: Expression
}
/**
 * At set times
 */
export interface Schedule {
  /**
   * At set times
   */
  type: 'schedule'
  /**
   * Minute, hour, day of month, month, day of week
   */
  cron: string
  /**
   * IANA name of the time zone; that of the workspace when left out
   */
  timezone?: string
  /**
   * A work calendar: on other days nothing starts
   */
  calendar?: Name
  /**
   * What becomes of a time on a day that the calendar does not work: left out (skip), or moved to the working day after (next) or before it (previous), at the same time of the day
   */
  holidays?: 'skip' | 'next' | 'previous'
  /**
   * One run for each record of the object for which this holds; without it one run without a record
   */
  where?: Expression
}
/**
 * Some days before or after a date
 */
export interface RelativeDate {
  /**
   * Some days before or after a date
   */
  type: 'relative-date'
  /**
   * A date or datetime of the record
   */
  field: Name
  /**
   * How many days after it; a negative number: before it
   */
  days: number
  /**
   * When on that day; 08:00 when left out
   */
  at?: string
  /**
   * IANA name of the time zone; that of the workspace when left out
   */
  timezone?: string
  /**
   * Only for records for which this holds on that day
   */
  when?: Expression
}
/**
 * A person presses its button
 */
export interface Manual {
  /**
   * A person presses its button
   */
  type: 'manual'
  /**
   * Only for records for which this holds
   */
  when?: Expression
  /**
   * What the button says
   */
  button?: Label
}
/**
 * A program asks for it
 */
export interface Api {
  /**
   * A program asks for it over the API
   */
  type: 'api'
}
/**
 * Another system calls
 */
export interface Hook {
  /**
   * Another system calls its address; members of the body are the values of variables of their names, the variable payload gets all of it
   */
  type: 'hook'
  /**
   * How it shows who it is: signature (Standard Webhooks, when left out) or bearer (a token)
   */
  auth?: 'signature' | 'bearer'
  /**
   * JSON Schema (2020-12) of the body; anything when left out
   */
  payload?: {}
  /**
   * Where the body holds the id of the record that it is about: a JSON pointer such as /data/id
   */
  record?: string
}
/**
 * An approval ends
 */
export interface ApprovalOutcome {
  /**
   * An approval of a record of the object ends
   */
  type: 'approval-outcome'
  /**
   * Only approvals of this chain
   */
  approval?: Name
  /**
   * Only when it ends so
   *
   * @minItems 1
   * @maxItems 5
   */
  outcomes?: ('approved' | 'rejected' | 'returned' | 'recalled' | 'cancelled')[]
  /**
   * Only for records for which this holds
   */
  when?: Expression
}
/**
 * Another workflow calls it
 */
export interface Called {
  /**
   * Another workflow calls it
   */
  type: 'workflow'
}
/**
 * Something that a plugin tells
 */
export interface Plugin {
  /**
   * A plugin begins it; what it tells are the values of its variables of these names
   */
  type: 'plugin'
  /**
   * The name of the plugin's trigger
   */
  trigger: string
  /**
   * When it begins, as the trigger's own schema has it
   */
  options?: {}
}
/**
 * A value that a run keeps
 */
export interface Variable {
  /**
   * What it holds; the platform keeps it as JSON
   */
  type: 'text' | 'integer' | 'decimal' | 'boolean' | 'date' | 'datetime' | 'record' | 'records' | 'texts' | 'any'
  /**
   * Whose records: for record and records
   */
  object?: Name
  /**
   * What people call it
   */
  label?: Label
  /**
   * Who starts a run has to give it
   */
  required?: boolean
  /**
   * What it is at the start, as JSON
   */
  default?: {
    [k: string]: unknown
  }
}
/**
 * A step and where it leads
 */
export interface Node {
  /**
   * What is done: the name of a kind of step
   */
  step: string
  label?: Label
  /**
   * As the kind of step wants it
   */
  options?: {}
  /**
   * The node after it; left out: here the way ends
   */
  next?: Name
  /**
   * By way on: the node with which it begins
   */
  branches?: {
    [k: string]: Name
  }
  /**
   * What follows when it fails for good: the run fails (when left out), it goes on to next, or a node
   */
  onError?: 'continue' | ErrorNode
  /**
   * How often it is tried again
   */
  retry?: {
    /**
     * Attempts in all
     */
    attempts: number
    /**
     * Before the second; twice as long before each further one; 10 when left out
     */
    delaySeconds?: number
  }
  /**
   * Where the designer shows it
   */
  place?: {
    /**
     * From the left
     */
    x: number
    /**
     * From the top
     */
    y: number
  }
}
/**
 * A node for the error
 */
export interface ErrorNode {
  /**
   * The node
   */
  node: Name
}
