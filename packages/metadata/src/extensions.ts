import type { JsonSchema, LocalizedText } from '@fieldwork/fields'
import type { KindDescriptor } from './plugin-kinds.ts'

/** What a step of a workflow does: writes records, acts on the world outside, or decides how the run goes on. */
export type StepEffect = 'records' | 'outside' | 'control'

/**
 * What the compiler and the designer know of a kind of workflow step. In `options`, a string with
 * `"x-expression": { "expects": … }` is an expression, one with `"x-template": true` is text with `{{ expression }}`
 * parts, and `"x-reference": "object" | "field" | "user" | …` names something that has to exist. An object with
 * `"x-fields": { "of": "object" }` has fields of the object that the option `object` names as its keys and expressions as
 * its values, with `"x-branches": true` its keys are ways on. `over` in `x-expression` names the option with the object
 * over whose records it goes, `listens` makes a run that waits look again when what it reads changes.
 * `"x-channel": true` marks the name or names of channels, which have to be set up when it is published.
 * `"x-label": { en, zh-CN }` is what the designer calls an option, `"x-help"` what it says about it, and
 * `"x-choices": { <value>: { en, zh-CN } }` what it calls the values of an `enum`.
 * In `output`, `"x-typed-by": "output"` makes a property an object whose parts and their types that option names.
 */
export interface StepDescriptor {
  name: string
  label: LocalizedText
  help: LocalizedText
  /** an @ant-design/icons name without its suffix, e.g. `branches` */
  icon: string
  /** where the palette shows it */
  group: string
  /** its place in the group */
  order: number
  /** JSON Schema (2020-12) of what its author fills in */
  options: JsonSchema
  /** JSON Schema (2020-12) of its result: what later steps find under `steps.<key>` */
  output: JsonSchema
  effect: StepEffect
  /** ways on beside `next`; `options`: those that its options name */
  branches?: readonly string[] | 'options'
  /** its branches end in themselves, then the run goes on after the step: a loop, a parallel step */
  returns?: true
  /** each round of its branches has a record or value: the options that say which list or which object it is from */
  item?: { list?: string; object?: string; collection?: string }
  /** it waits for writes of records of an object: the options that say which; see `HeardOptions` */
  hears?: HeardOptions
}

/** The options of a step that say for which writes it waits. */
export interface HeardOptions {
  /** whose records */
  object: string
  /** a list of `created`, `updated`, `transition`, `deleted`; where it is left out all but the last */
  on: string
  /** only when one of these fields has changed */
  fields: string
  /** one certain record */
  record: string
  /** by field: what the record has to hold there; such fields have to be stored */
  match: string
  /** over the record; judged in the write itself where it asks about nothing but the record */
  where: string
}

/** What the compiler and the designer know of a trigger of a plugin. */
export interface TriggerDescriptor {
  name: string
  label: LocalizedText
  help: LocalizedText
  /** an @ant-design/icons name without its suffix */
  icon: string
  /** its place among the triggers of plugins */
  order: number
  /** JSON Schema (2020-12) of when it begins a workflow, which its author fills in; `x-label` as in steps */
  options: JsonSchema
  /** JSON Schema (2020-12) of what it tells: the workflow's variables of these names get the values */
  values: JsonSchema
}

/** What the program and its plugins add to the things that definitions can speak of. */
export interface Extensions {
  /** kinds of workflow steps, by name */
  steps: ReadonlyMap<string, StepDescriptor>
  /** what begins workflows beside what the platform knows, by name; absent: nothing */
  triggers?: ReadonlyMap<string, TriggerDescriptor>
  /** kinds of definitions beside the platform's own, by name; absent: none */
  kinds?: ReadonlyMap<string, KindDescriptor>
}

/** A program without workflow steps. */
export const noExtensions: Extensions = Object.freeze({ steps: new Map() })
