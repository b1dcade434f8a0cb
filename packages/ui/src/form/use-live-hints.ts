import { useEffect } from 'react'

import { isApiProblem } from '../api/api-problem.ts'
import type { ServerProblem } from '../api/api-problem.ts'
import { useApi } from '../api/api-provider.tsx'
import type { ObjectSchema } from '../api/types.ts'
import { useDebounced } from '../values/use-debounced.ts'
import type { DuplicateHint, FormFrame } from './form-store.tsx'
import { writableFields } from './form-values.ts'
import type { FormValues } from './form-values.ts'

const REST_MS = 500

interface LiveHints {
  schema: ObjectSchema
  frame: FormFrame
  initialValues: FormValues
  values: FormValues
  /** the form is only shown */
  preview: boolean
}

/** Asks the server while the form is filled in: whether such a record exists already, and which number it would get. */
export function useLiveHints({ schema, frame, initialValues, values, preview }: LiveHints): void {
  const api = useApi()
  const own = enteredValues(schema, values)
  const rested = useDebounced(JSON.stringify(own), REST_MS)
  const path = `/api/records/${schema.object}`
  const watched = preview ? [] : (schema.duplicateFields ?? [])
  const isTouched = watched.some((name) => values[name] !== initialValues[name])
  const asksNumbers = !preview && schema.mode === 'create' && hasNumbers(schema)

  useEffect(() => {
    if (!isTouched) return
    const { request, stop } = asking<{ data: ServerProblem[] }>()
    request(
      api.request('POST', `${path}/duplicates`, { body: { values: JSON.parse(rested), id: frame.recordId } }),
      (found) => frame.store.setHints({ duplicates: hintsOf(found?.data ?? []) }),
    )
    return stop
  }, [api, frame, isTouched, path, rested])

  useEffect(() => {
    if (!asksNumbers) return
    const { request, stop } = asking<{ data: Record<string, string> }>()
    request(api.request('POST', `${path}/next-numbers`, { body: { values: JSON.parse(rested) } }), (found) =>
      frame.store.setHints({ numbers: found?.data ?? {} }),
    )
    return stop
  }, [api, asksNumbers, frame, path, rested])
}

/** The answer of the last question counts; values that are wrong already are told at their fields, not here. */
function asking<T>() {
  let isCurrent = true
  const request = (answer: Promise<{ data: T }>, use: (found: T | null) => void): void => {
    answer.then(
      ({ data }) => isCurrent && use(data),
      (error: unknown) => {
        if (!isApiProblem(error)) throw error
        if (isCurrent) use(null)
      },
    )
  }
  return { request, stop: () => void (isCurrent = false) }
}

const enteredValues = (schema: ObjectSchema, values: FormValues): FormValues =>
  Object.fromEntries(
    writableFields(schema)
      .filter((name) => values[name] !== undefined && name !== schema.states?.field)
      .map((name) => [name, values[name]]),
  )

const hasNumbers = ({ fields }: ObjectSchema): boolean =>
  Object.values(fields).some(({ type }) => type === 'auto-number')

/** Duplicates by the field at which they are told. */
function hintsOf(problems: readonly ServerProblem[]): Record<string, DuplicateHint[]> {
  const hints: Record<string, DuplicateHint[]> = {}
  for (const { pointer, message, params } of problems) {
    const name = pointer?.split('/')[1] ?? ''
    const records = (params?.['records'] ?? []) as { id?: string; label?: string }[]
    const seen = records.flatMap(({ id, label }) => (id === undefined ? [] : [{ id, label: label ?? id }]))
    const hint = { message, canOverride: params?.['can_override'] === true, records: seen }
    ;(hints[name] ??= []).push(hint)
  }
  return hints
}
