import type { JsonSchema, LocalizedText } from '@fieldwork/fields'

/** What a step of a workflow does: writes records, acts on the world outside, or decides how the run goes on. */
export type StepEffect = 'records' | 'outside' | 'control'

/**
 * What the compiler and the designer know of a kind of workflow step. In `options`, a string with
 * `"x-expression": { "expects": … }` is an expression, one with `"x-template": true` is text with `{{ expression }}`
 * parts, and `"x-reference": "object" | "field" | "user" | …` names something that has to exist.
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
}

/** What the program and its plugins add to the things that definitions can speak of. */
export interface Extensions {
  /** kinds of workflow steps, by name */
  steps: ReadonlyMap<string, StepDescriptor>
}

/** A program without workflow steps. */
export const noExtensions: Extensions = Object.freeze({ steps: new Map() })
