import type { FieldShape } from '@fieldwork/fields/ui'
import { useId, useMemo } from 'react'

import { useMe } from '../api/queries.ts'
import type { Layout, ObjectSchema, RecordData } from '../api/types.ts'
import { shapeOf } from '../values/shapes.ts'
import { createFormLogic } from './form-logic.ts'
import type { FormLogic } from './form-logic.ts'
import { createFormStore } from './form-store.tsx'
import type { FormFrame } from './form-store.tsx'
import { referencesOf, valuesOf } from './form-values.ts'
import type { FormValues } from './form-values.ts'

/** What a form starts from. */
export interface FormSetup {
  frame: FormFrame
  logic: FormLogic
  initialValues: FormValues
}

const NOBODY = { id: '', name: '', username: '' }

/** Compiles a form's logic and makes its first values; again only when schema, layout or record change. */
export function useFormSetup(input: {
  schema: ObjectSchema
  record?: RecordData | undefined
  initial?: Record<string, unknown> | undefined
  layout?: Layout | undefined
  preview?: boolean
}): FormSetup {
  const { schema, record, initial, preview = false } = input
  const layout = input.layout ?? schema.layout
  const me = useMe().data
  const idPrefix = `f${useId().replace(/[^a-zA-Z0-9]/g, '')}`

  return useMemo(() => {
    const old = record ? valuesOf(schema, record) : null
    const logic = createFormLogic(schema, layout, {
      user: me?.user ?? NOBODY,
      timeZone: me?.timeZone ?? 'Asia/Shanghai',
      old,
    })
    const owner = old ? {} : defaultOwner(schema, me?.user)
    const given = { ...owner, ...initial }
    const initialValues = { ...(old ?? logic.defaults()), ...withoutEmpty(schema, given) }
    const frame: FormFrame = {
      schema,
      layout,
      idPrefix,
      shapes: shapesOf(schema),
      references: referencesOf({ ...record, ...given }),
      store: createFormStore(logic.evaluate(initialValues), initialValues),
      disabled: preview && schema.operations.length === 0,
    }
    return { frame, logic, initialValues }
  }, [schema, layout, record, initial, me?.user, me?.timeZone, idPrefix, preview])
}

/** A new record belongs to who makes it, unless the object has no owner. */
function defaultOwner(schema: ObjectSchema, user: { id: string; name: string } | undefined): Record<string, unknown> {
  const info = schema.fields['owner']
  return user && info?.type === 'user' && info.writable ? { owner: { id: user.id, label: user.name } } : {}
}

/** A null in `initial` clears the field, so it must not come back from the record. */
function withoutEmpty(schema: ObjectSchema, initial: Record<string, unknown>): FormValues {
  const cleared = Object.entries(initial).flatMap(([name, value]) =>
    value === null ? [[name, undefined] as const] : [],
  )
  return { ...Object.fromEntries(cleared), ...valuesOf(schema, initial) }
}

function shapesOf(schema: ObjectSchema): Record<string, FieldShape> {
  const shapes: Record<string, FieldShape> = {}
  for (const name of Object.keys(schema.fields)) {
    const shape = shapeOf(schema, name)
    if (shape) shapes[name] = shape
  }
  return shapes
}
