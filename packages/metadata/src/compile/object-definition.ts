import type { LocalizedText, Property } from '@fieldwork/fields'

export interface TransitionDefinition {
  label: LocalizedText
  from: string[]
  to: string
  when?: string
  requires?: string[]
  /** field -> expression that gives its new value */
  set?: Record<string, string>
}

export interface StatesDefinition {
  field: string
  initial: string
  transitions: Record<string, TransitionDefinition>
}

export interface RuleDefinition {
  when: string
  message: LocalizedText
  field?: string
}

/** The platform half of an object's root, complete. */
export interface ObjectOptions {
  label: LocalizedText
  description?: LocalizedText
  icon: string
  apps: string[]
  owner: boolean
  nameField?: string
  history: boolean
  managed: boolean
  states?: StatesDefinition
  rules: Record<string, RuleDefinition>
}

/** An object definition in normal form: every key there, both halves of every property filled in. */
export interface ObjectDefinition {
  name: string
  title: string
  description?: string
  type: 'object'
  required: string[]
  properties: Record<string, Property>
  'x-object': ObjectOptions
}
