import { referenceOf } from '@fieldwork/fields/ui'
import type { ReferenceValue } from '@fieldwork/fields/ui'
import { ownOption } from '@fieldwork/fields/ui'
import { useCallback, useRef } from 'react'

import { isApiProblem } from '../api/api-problem.ts'
import { useApi } from '../api/api-provider.tsx'
import type { ObjectSchema, RecordData } from '../api/types.ts'
import { useTexts } from '../texts/i18n.ts'
import { maskedOf } from '../values/masked.ts'
import { shapeOf } from '../values/shapes.ts'
import type { FormFrame } from './form-store.tsx'
import { plainValue } from './form-values.ts'
import type { FormValues } from './form-values.ts'

/** What a lookup brings along. */
export interface Copies {
  /** field -> path on the record chosen */
  copy: Record<string, string>
  /** what is copied cannot be entered */
  isLocked: boolean
}

/** What a lookup brings along; null where it brings nothing. */
export function copiesOf(schema: ObjectSchema, lookup: string): Copies | null {
  const shape = schema.fields[lookup]?.reference ? shapeOf(schema, lookup) : null
  const copy = shape && ownOption(shape, 'copy')
  if (!shape || !copy || typeof copy !== 'object') return null
  return { copy: copy as Record<string, string>, isLocked: ownOption(shape, 'lock') === true }
}

/** The values that come along with the record chosen; what the person may not see, the server copies. */
export function copiedValues(
  schema: ObjectSchema,
  { copy }: Copies,
  record: Record<string, unknown>,
): { values: FormValues; references: Record<string, ReferenceValue> } {
  const hidden = maskedOf(record)
  const found = Object.entries(copy).filter(([target, path]) => schema.fields[target] && !(path in hidden))
  const values = found.map(([target, path]) => {
    const info = schema.fields[target]
    return [target, info && plainValue(record[path], info)] as const
  })
  const references = found.flatMap(([target, path]) => {
    const value = record[path]
    const reference = referenceOf(typeof value === 'object' ? value : null)
    return reference ? [[target, reference] as const] : []
  })
  return { values: Object.fromEntries(values), references: Object.fromEntries(references) }
}

interface LiveCopies {
  schema: ObjectSchema
  frame: FormFrame
  /** fields that the person decided: they stay as they are */
  kept: ReadonlySet<string>
  apply(change: (values: FormValues) => FormValues): void
}

/** Fills in what a lookup brings along as soon as it is chosen; an emptied one empties what it has locked. */
export function useLiveCopies({ schema, frame, kept, apply }: LiveCopies) {
  const api = useApi()
  const { t } = useTexts()
  const asked = useRef(new Map<string, unknown>())

  return useCallback(
    async (lookup: string, id: unknown): Promise<void> => {
      const copies = copiesOf(schema, lookup)
      if (!copies) return
      asked.current.set(lookup, id)
      const isOpen = (target: string) => copies.isLocked || !kept.has(target)
      if (typeof id !== 'string') {
        if (copies.isLocked) apply((values) => without(values, Object.keys(copies.copy)))
        return
      }
      const fields = [...new Set(Object.values(copies.copy))].join(',')
      const path = `/api/records/${schema.fields[lookup]?.reference}/${id}?fields=${encodeURIComponent(fields)}`
      const record = await api.get<RecordData>(path).catch(whatIsHidden)
      // another one has been chosen meanwhile
      if (record === null || asked.current.get(lookup) !== id) return
      const copied = copiedValues(schema, copies, record)
      const targets = Object.keys(copied.values).filter(isOpen)
      for (const [target, reference] of Object.entries(copied.references))
        frame.references[target] = [...(frame.references[target] ?? []), reference]
      apply((values) => ({ ...values, ...Object.fromEntries(targets.map((name) => [name, copied.values[name]])) }))
      const labels = targets
        .filter((name) => copied.values[name] !== undefined)
        .map((name) => schema.fields[name]?.label)
      if (labels.length > 0) frame.store.setHints({ message: t('form.copied', { fields: labels.join(', ') }) })
    },
    [api, apply, frame, kept, schema, t],
  )
}

/** A record that may be chosen but not read is copied by the server. */
function whatIsHidden(error: unknown): null {
  if (isApiProblem(error)) return null
  throw error
}

const without = (values: FormValues, names: readonly string[]): FormValues =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)))
