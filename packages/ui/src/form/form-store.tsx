import type { FieldShape, ReferenceValue } from '@fieldwork/fields/ui'
import { createContext, useContext, useSyncExternalStore } from 'react'

import type { Layout, ObjectSchema } from '../api/types.ts'
import type { GivenLines, LinesStore } from '../lines/lines-store.ts'
import type { FormState } from './form-logic.ts'
import type { FormValues } from './form-values.ts'

/** The moving half of a form: fields listen to their part, so that a keystroke draws only what it changes. */
export interface FormStore {
  state(): FormState
  values(): FormValues
  set(state: FormState, values: FormValues): void
  subscribe(listener: () => void): () => void
}

/** Creates the store of one form. */
export function createFormStore(state: FormState, values: FormValues): FormStore {
  const listeners = new Set<() => void>()
  const current = { state, values }
  return {
    state: () => current.state,
    values: () => current.values,
    set: (next, nextValues) => {
      current.state = next
      current.values = nextValues
      for (const listener of listeners) listener()
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** The standing half of a form. */
export interface FormFrame {
  schema: ObjectSchema
  layout: Layout
  shapes: Record<string, FieldShape>
  references: Record<string, ReferenceValue[]>
  store: FormStore
  /** the lines that are written with the record */
  lines: LinesStore
  /** absent for a new record */
  recordId: string | undefined
  /** lines that whoever opened the form has given */
  givenLines: GivenLines
  /** the whole form only shows, e.g. in a preview without rights */
  disabled: boolean
  /** prefix of the inputs' ids */
  idPrefix: string
}

export const FormFrameContext = createContext<FormFrame | null>(null)

/** The form around. */
export function useFormFrame(): FormFrame {
  const frame = useContext(FormFrameContext)
  if (!frame) throw new Error('form parts need a RecordForm above them')
  return frame
}

/** A part of the form's live state; the component draws again only when that part changes. */
export function useFormState<T extends string | number | boolean | null | undefined | object>(
  select: (state: FormState, values: FormValues) => T,
): T {
  const { store } = useFormFrame()
  return useSyncExternalStore(store.subscribe, () => select(store.state(), store.values()))
}
