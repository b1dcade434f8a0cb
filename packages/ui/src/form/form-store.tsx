import type { FieldShape, ReferenceValue } from '@fieldwork/fields/ui'
import { createContext, useContext, useSyncExternalStore } from 'react'

import type { Layout, ObjectSchema } from '../api/types.ts'
import type { GivenLines, LinesStore } from '../lines/lines-store.ts'
import type { FormState } from './form-logic.ts'
import type { FormValues } from './form-values.ts'

/** The moving half of a form: fields listen to their part, so that a keystroke draws only what it changes. */
export interface FormStore {
  state(): FormState
  /** what is known of the values beside themselves */
  hints(): FormHints
  setHints(hints: Partial<FormHints>): void
  values(): FormValues
  set(state: FormState, values: FormValues): void
  subscribe(listener: () => void): () => void
}

/** What the server says of a form while it is filled in. */
export interface FormHints {
  /** by field: records that may be the same */
  duplicates: Record<string, DuplicateHint[]>
  /** by field: the numbers that the record would get now */
  numbers: Record<string, string>
  /** said aloud: what has just been filled in */
  message: string
}

export interface DuplicateHint {
  message: string
  /** it may be stored all the same */
  canOverride: boolean
  /** records that the person may open */
  records: { id: string; label: string }[]
}

const NO_HINTS: FormHints = { duplicates: {}, numbers: {}, message: '' }

/** Creates the store of one form. */
export function createFormStore(state: FormState, values: FormValues): FormStore {
  const listeners = new Set<() => void>()
  const current = { state, values, hints: NO_HINTS }
  const tell = (): void => listeners.forEach((listener) => listener())
  return {
    hints: () => current.hints,
    setHints: (hints) => {
      current.hints = { ...current.hints, ...hints }
      tell()
    },
    state: () => current.state,
    values: () => current.values,
    set: (next, nextValues) => {
      current.state = next
      current.values = nextValues
      tell()
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
  /** by field: what is shown instead of a value that is hidden from the person */
  masked: Record<string, string | null>
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

/** A part of what the server says of the form. */
export function useFormHint<T extends string | object | undefined>(select: (hints: FormHints) => T): T {
  const { store } = useFormFrame()
  return useSyncExternalStore(store.subscribe, () => select(store.hints()))
}
