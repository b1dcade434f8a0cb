import { useCallback, useEffect, useRef, useState } from 'react'

import type { ObjectSchema } from '../api/types.ts'
import type { FormValues } from './form-values.ts'
import type { FormSetup } from './use-form-setup.ts'
import { useLiveCopies } from './use-live-copies.ts'
import { useLiveHints } from './use-live-hints.ts'

interface LiveValues {
  schema: ObjectSchema
  setup: FormSetup
  /** the form is only shown */
  preview: boolean
  onDirtyChange?: ((isDirty: boolean) => void) | undefined
}

/** The values of a form and what follows from them: formulas, also over its lines, copies and what the server knows. */
export function useLiveValues({ schema, setup, preview, onDirtyChange }: LiveValues) {
  const { frame, logic, initialValues } = setup
  const [values, setValues] = useState<FormValues>(initialValues)
  const latest = useRef(values)
  /** fields that the person decided */
  const [kept] = useState(() => new Set(setup.given))

  const show = useCallback(
    (next: FormValues): void => {
      latest.current = next
      frame.store.set(logic.evaluate({ ...next, ...frame.lines.values() }), next)
      setValues(next)
    },
    [frame, logic],
  )

  useEffect(
    () =>
      frame.lines.subscribe(() => {
        if (frame.lines.isDirty()) onDirtyChange?.(true)
        frame.store.set(logic.evaluate({ ...latest.current, ...frame.lines.values() }), latest.current)
      }),
    [frame, logic, onDirtyChange],
  )

  const fillIn = useCallback((update: (before: FormValues) => FormValues) => show(update(latest.current)), [show])
  const copy = useLiveCopies({ schema, frame, kept, apply: fillIn })
  useEffect(() => {
    // a lookup that the form was opened with brings along what it would when chosen
    if (schema.mode === 'create') for (const name of setup.given) void copy(name, initialValues[name])
  }, [copy, initialValues, schema.mode, setup.given])
  useLiveHints({ schema, frame, initialValues, values, preview })
  return { values, show, kept, copy }
}
