import type { FieldShape, ReferenceValue } from '@fieldwork/fields/ui'
import { useId, useMemo } from 'react'

import { useMe } from '../api/queries.ts'
import type { Layout, Me, ObjectSchema, RecordData } from '../api/types.ts'
import { createLinesStore } from '../lines/lines-store.ts'
import type { GivenLines } from '../lines/lines-store.ts'
import { maskedOf } from '../values/masked.ts'
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
  /** fields of a new record that whoever opened the form decided */
  given: ReadonlySet<string>
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
    const given = new Set(Object.keys(initial ?? {}))
    const opened = withoutEmpty(schema, initial ?? {})
    const initialValues = old ? { ...old, ...opened } : logic.withDefaults(opened, given)
    const frame: FormFrame = {
      schema,
      layout,
      idPrefix,
      shapes: shapesOf(schema),
      references: { ...ownReferences(initialValues, me?.user), ...referencesOf({ ...record, ...initial }) },
      store: createFormStore(logic.evaluate(initialValues), initialValues),
      lines: createLinesStore(),
      masked: maskedOf(record),
      recordId: record?.id,
      givenLines: givenLinesOf(schema, initial ?? {}),
      disabled: preview && schema.operations.length === 0,
    }
    return { frame, logic, initialValues, given }
  }, [schema, layout, record, initial, me?.user, me?.timeZone, idPrefix, preview])
}

function givenLinesOf(schema: ObjectSchema, initial: Record<string, unknown>): GivenLines {
  const given = Object.entries(initial).filter(([name, value]) => schema.collections?.[name] && Array.isArray(value))
  return Object.fromEntries(given) as GivenLines
}

/** What a default such as `user` is called: the person in front of the screen. */
function ownReferences(values: FormValues, user: Me['user'] | undefined): Record<string, ReferenceValue[]> {
  const own = Object.keys(values).filter((name) => user !== undefined && values[name] === user.id)
  return Object.fromEntries(own.map((name) => [name, [{ id: user?.id ?? '', label: user?.name ?? null }]]))
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
