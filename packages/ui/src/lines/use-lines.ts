import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react'

import { useApi } from '../api/api-provider.tsx'
import { keys } from '../api/keys.ts'
import { useMe, useObjectSchema } from '../api/queries.ts'
import type { CollectionInfo, LayoutBlock, RecordData } from '../api/types.ts'
import { createFormLogic } from '../form/form-logic.ts'
import type { FormLogic } from '../form/form-logic.ts'
import { useFormFrame } from '../form/form-store.tsx'
import { referencesOf, valuesOf, writableFields } from '../form/form-values.ts'
import type { FormValues } from '../form/form-values.ts'
import type { ObjectSchema } from '../api/types.ts'
import { lineColumnsOf } from './line-columns.ts'
import type { LineColumn } from './line-columns.ts'
import { newRow, storedRow } from './line-rows.ts'
import type { LineRow } from './line-rows.ts'

/** Lines of a record and whether there are more than were read. */
export interface ReadLines {
  lines: RecordData[]
  more: boolean
}

const MAX_LINES = 500

/** The stored lines of a record. */
export function useStoredLines(object: string, id: string | undefined, collection: string) {
  const api = useApi()
  return useQuery({
    queryKey: [...keys.record(object, id ?? ''), 'lines', collection],
    enabled: id !== undefined,
    queryFn: async ({ signal }): Promise<ReadLines> => {
      const expand = `${collection}(limit:${MAX_LINES})`
      const path = `/api/records/${object}/${id}?fields=id&expand=${encodeURIComponent(expand)}`
      const record = await api.get<Record<string, unknown>>(path, signal)
      const page = record[`${collection}_page`] as { more: boolean }
      return { lines: record[collection] as RecordData[], more: page.more }
    },
  })
}

/** What a table of lines needs beside its rows. */
export interface LineKind {
  schema: ObjectSchema
  collection: CollectionInfo
  columns: LineColumn[]
  logic: FormLogic
}

/** The object of the lines, with its formulas and defaults compiled; null while it is loading. */
export function useLineKind(collection: CollectionInfo | undefined, block: LayoutBlock): LineKind | null {
  const me = useMe().data
  const schema = useObjectSchema(collection?.object ?? '', 'create').data
  return useMemo(() => {
    if (!schema || !collection) return null
    const user = me?.user ?? { id: '', name: '', username: '' }
    const around = { user, timeZone: me?.timeZone ?? 'Asia/Shanghai', old: null }
    const logic = createFormLogic(schema, { ...schema.layout, blocks: {} }, around)
    return { schema, collection, logic, columns: lineColumnsOf(block, schema, collection) }
  }, [schema, collection, block, me?.user, me?.timeZone])
}

/** The rows of a collection in the form around, and how to change them; null while they are loading. */
export function useFormLines(name: string, kind: LineKind | null) {
  const { lines, schema, recordId, givenLines } = useFormFrame()
  const stored = useStoredLines(schema.object, recordId, name)
  const state = useSyncExternalStore(lines.subscribe, () => lines.get(name))
  const isReady = kind !== null && (recordId === undefined || stored.data !== undefined)

  useEffect(() => {
    if (!isReady || lines.get(name)) return
    const given = givenLines[name]
    const source = given ?? stored.data?.lines ?? []
    const rows = source.map((line) => rowOf(kind, line))
    const { field, position } = kind.collection
    const writable = writableFields(kind.schema).filter((field_) => field_ !== field && field_ !== position)
    const labels = Object.fromEntries(Object.entries(kind.schema.fields).map(([key, { label }]) => [key, label]))
    const completed = (values: FormValues) => ({ ...values, ...kind.logic.evaluate(values).computed })
    lines.set(name, { rows, isDirty: given !== undefined, writable, labels, completed })
  }, [isReady, kind, lines, name, givenLines, stored.data])

  const change = useCallback(
    (update: (rows: LineRow[]) => LineRow[]) => {
      const before = lines.get(name)
      if (before) lines.set(name, { ...before, rows: update(before.rows), isDirty: true })
    },
    [lines, name],
  )
  return { rows: state?.rows ?? null, more: stored.data?.more === true, error: stored.error, change }
}

function rowOf({ schema }: LineKind, line: Record<string, unknown>): LineRow {
  const values = valuesOf(schema, line)
  const references = referencesOf(line)
  return typeof line['id'] === 'string' ? storedRow(line['id'], values, references) : newRow(values, references)
}

/** A new line with what lines get by themselves. */
export const emptyRow = ({ logic }: LineKind): LineRow => ({
  ...newRow(logic.withDefaults({}, new Set())),
  isUntouched: true,
})
