import type { ExprType } from '@fieldwork/expressions'
import { createContext, useContext } from 'react'
import type { ComponentType } from 'react'

import type { OptionFieldsProps, OptionProps } from './option-props.ts'

/** What is known around the options of a step. */
export interface OptionScope {
  /** kind of the step */
  step: string
  /** the object whose record starts the workflow */
  object: string | null
  /** the options as a whole */
  options: Record<string, unknown>
  /** what names mean in expressions beside the fields of the record */
  variables: Record<string, ExprType>
  /** names of the workflow's variables */
  vars: string[]
  /** draws options that stand within others */
  parts: { OptionFields: ComponentType<OptionFieldsProps>; OptionInput: ComponentType<OptionProps> }
}

export const OptionContext = createContext<OptionScope | null>(null)

/** What is known around the options. */
export function useOptionScope(): OptionScope {
  const scope = useContext(OptionContext)
  if (!scope) throw new Error('this stands outside of the options of a step')
  return scope
}

/** The object that an option names; the workflow's own where it is left out. */
export function objectOf(scope: OptionScope, around: Record<string, unknown>, option: string): string | null {
  const named = around[option] ?? scope.options[option]
  return typeof named === 'string' && named !== '' ? named : scope.object
}
