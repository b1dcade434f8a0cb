import type { ServerProblem } from '../api/api-problem.ts'
import type { FormValues } from '../form/form-values.ts'
import type { LineRow } from './line-rows.ts'
import { sentLines } from './line-rows.ts'

/** The lines of one collection while its form is open. */
export interface LinesState {
  rows: LineRow[]
  isDirty: boolean
  /** fields that may be sent */
  writable: string[]
  /** what a field is called */
  labels: Record<string, string>
  /** the values of a line with what follows from them */
  completed(values: FormValues): FormValues
}

/** The lines that a form holds beside its fields. */
export interface LinesStore {
  get(collection: string): LinesState | undefined
  set(collection: string, state: LinesState): void
  subscribe(listener: () => void): () => void
  isDirty(): boolean
  /** by collection: the lines as expressions read them */
  values(): Record<string, FormValues[]>
  /** members for the write: collections that were changed */
  sent(): Record<string, unknown>
  /** puts problems at their cells; what is left is for the form */
  refuse(problems: ServerProblem[], describe: (place: ProblemPlace) => string): ServerProblem[]
}

export interface ProblemPlace {
  line: number
  label: string | undefined
  message: string
}

/** Lines that were given to a form when it was opened. */
export type GivenLines = Record<string, Record<string, unknown>[]>

/** Creates the store of one form. */
export function createLinesStore(): LinesStore {
  const states = new Map<string, LinesState>()
  const listeners = new Set<() => void>()
  const tell = (): void => listeners.forEach((listener) => listener())
  const changed = (): [string, LinesState][] => [...states].filter(([, { isDirty }]) => isDirty)

  function refused(problem: ServerProblem, describe: (place: ProblemPlace) => string): ServerProblem {
    const [, collection = '', line = '', field = ''] = problem.pointer?.split('/') ?? []
    const state = states.get(collection)
    const row = state?.rows[Number(line)]
    if (!state || !row || line === '') return problem
    const errors = { ...row.errors, [field]: problem.message }
    const rows = state.rows.with(Number(line), { ...row, errors })
    states.set(collection, { ...state, rows })
    const message = describe({ line: Number(line) + 1, label: state.labels[field], message: problem.message })
    return { ...problem, pointer: '', message }
  }

  return {
    get: (collection) => states.get(collection),
    set: (collection, state) => {
      states.set(collection, state)
      tell()
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    values: () =>
      Object.fromEntries(
        [...states].map(([name, { rows, completed }]) => [name, rows.map(({ values }) => completed(values))]),
      ),
    isDirty: () => changed().length > 0,
    sent: () => Object.fromEntries(changed().map(([name, { rows, writable }]) => [name, sentLines(rows, writable)])),
    refuse: (problems, describe) => {
      for (const [name, state] of states) states.set(name, { ...state, rows: state.rows.map(withoutErrors) })
      const left = problems.map((problem) => refused(problem, describe))
      tell()
      return left
    },
  }
}

const withoutErrors = (row: LineRow): LineRow => ({ ...row, errors: {} })
