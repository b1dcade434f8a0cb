import type { ServerProblem } from '../api/api-problem.ts'
import type { FormValues } from '../form/form-values.ts'
import type { LineRow } from './line-rows.ts'
import { changedRows, sentChanges, sentLines } from './line-rows.ts'

/** The lines of one collection while its form is open. */
export interface LinesState {
  rows: LineRow[]
  isDirty: boolean
  /** false: more stored lines are being read */
  isComplete: boolean
  /** ids of the stored lines that were read, in their order; null: the rows are the whole, as for a new record */
  storedIds: string[] | null
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
    const [, collection = '', ...steps] = problem.pointer?.split('/') ?? []
    const state = states.get(collection)
    const [line = '', field = ''] = steps[0] === 'save' ? steps.slice(1) : steps
    const sent = state && (steps[0] === 'save' ? changedRows(state.rows, state.writable) : state.rows)
    const row = line === '' ? undefined : sent?.[Number(line)]
    const at = state?.rows.findIndex(({ key }) => key === row?.key) ?? -1
    if (!state || !row || at < 0) return problem
    const errors = { ...row.errors, [field]: problem.message }
    const rows = state.rows.with(at, { ...row, errors })
    states.set(collection, { ...state, rows })
    const message = describe({ line: at + 1, label: state.labels[field], message: problem.message })
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
        [...states]
          .filter(([, { isComplete }]) => isComplete)
          .map(([name, { rows, completed }]) => [name, rows.map(({ values }) => completed(values))]),
      ),
    isDirty: () => changed().length > 0,
    sent: () => Object.fromEntries(changed().map(([name, state]) => [name, sentOf(state)])),
    refuse: (problems, describe) => {
      for (const [name, state] of states) states.set(name, { ...state, rows: state.rows.map(withoutErrors) })
      const left = problems.map((problem) => refused(problem, describe))
      tell()
      return left
    },
  }
}

const sentOf = ({ rows, writable, storedIds }: LinesState): unknown =>
  storedIds === null ? sentLines(rows, writable) : sentChanges(rows, { writable, storedIds })

const withoutErrors = (row: LineRow): LineRow => ({ ...row, errors: {} })
