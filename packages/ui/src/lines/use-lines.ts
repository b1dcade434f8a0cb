import { useInfiniteQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react'

import { useApi } from '../api/api-provider.tsx'
import { keys } from '../api/keys.ts'
import { useMe, useObjectSchema } from '../api/queries.ts'
import type { CollectionInfo, LayoutBlock, RecordPage } from '../api/types.ts'
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

const PAGE_LINES = 500

/** The stored lines of a record, read page by page until all are there. */
export function useStoredLines(id: string | undefined, kind: LineKind | null) {
  const api = useApi()
  const { object = '', field = '', position = null } = kind?.collection ?? {}
  const paths = kind ? pathsOf(kind) : []
  const query = useInfiniteQuery({
    queryKey: [...keys.records(object), 'lines', id ?? '', field, paths.join()],
    enabled: id !== undefined && kind !== null,
    // a form must not begin with what was there when the last one was closed
    gcTime: 0,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const parameters = new URLSearchParams({
        filter: `${field} == '${id}'`,
        sort: position === null ? 'created_at' : `${position},created_at`,
        limit: String(PAGE_LINES),
        ...(paths.length > 0 && { fields: [...Object.keys(kind?.schema.fields ?? {}), ...paths].join() }),
        ...(pageParam !== null && { after: pageParam }),
      })
      return api.get<RecordPage>(`/api/records/${object}?${parameters.toString()}`, signal)
    },
    getNextPageParam: ({ page }) => page.after,
  })
  const { hasNextPage, isFetching, isError, fetchNextPage } = query
  useEffect(() => {
    if (hasNextPage && !isFetching && !isError) void fetchNextPage()
  }, [hasNextPage, isFetching, isError, fetchNextPage])
  const pages = query.data?.pages
  const lines = useMemo(() => pages?.flatMap(({ data }) => data), [pages])
  return { lines, isComplete: lines !== undefined && !hasNextPage, error: query.error }
}

/** Paths whose values are read with the lines. */
const pathsOf = ({ columns }: LineKind): string[] =>
  columns.filter(({ lookup }) => lookup !== null).map(({ name }) => name)

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
  const { lines, recordId, givenLines } = useFormFrame()
  const stored = useStoredLines(recordId, kind)
  const state = useSyncExternalStore(lines.subscribe, () => lines.get(name))
  const given = givenLines[name]

  useEffect(() => {
    const before = lines.get(name)
    const isThere = recordId === undefined || given !== undefined || stored.lines !== undefined
    if (kind === null || !isThere || before?.isComplete) return
    if (recordId === undefined || given !== undefined) {
      const rows = (given ?? []).map((line) => rowOf(kind, line))
      const isDirty = given !== undefined
      return lines.set(name, { ...standing(kind), rows, isDirty, isComplete: true, storedIds: null })
    }
    const known = before?.storedIds ?? []
    const more = (stored.lines ?? []).slice(known.length)
    const { isComplete } = stored
    if (before && more.length === 0 && !isComplete) return
    const { rows = [], isDirty = false } = before ?? {}
    const storedIds = [...known, ...more.map(({ id }) => id)]
    const all = withMore(
      rows,
      more.map((line) => rowOf(kind, line)),
    )
    lines.set(name, { ...standing(kind), rows: all, isDirty, isComplete, storedIds })
  }, [kind, lines, name, given, recordId, stored.lines, stored.isComplete])

  const change = useCallback(
    (update: (rows: LineRow[]) => LineRow[], isEntered = true) => {
      const before = lines.get(name)
      if (before) lines.set(name, { ...before, rows: update(before.rows), isDirty: before.isDirty || isEntered })
    },
    [lines, name],
  )
  return { rows: state?.rows ?? null, isComplete: state?.isComplete ?? false, error: stored.error, change }
}

/** Lines that have been added meanwhile stay at the end. */
function withMore(rows: readonly LineRow[], more: readonly LineRow[]): LineRow[] {
  const last = rows.findLastIndex(({ id }) => id !== undefined)
  return rows.toSpliced(last + 1, 0, ...more)
}

/** What the store has to know of a kind of lines. */
function standing({ collection, schema, logic }: LineKind) {
  const { field, position } = collection
  const writable = writableFields(schema).filter((name) => name !== field && name !== position)
  const labels = Object.fromEntries(Object.entries(schema.fields).map(([key, { label }]) => [key, label]))
  const known = new WeakMap<FormValues, FormValues>()
  const completed = (values: FormValues): FormValues => {
    const all = known.get(values) ?? { ...values, ...logic.evaluate(values).computed }
    known.set(values, all)
    return all
  }
  return { writable, labels, completed }
}

/** The row of a line as it was read or given. */
export function rowOf({ schema, columns }: LineKind, line: Record<string, unknown>): LineRow {
  const values = valuesOf(schema, line)
  const references = referencesOf(line)
  if (typeof line['id'] !== 'string') return newRow(values, references)
  const paths = columns.filter(({ lookup }) => lookup !== null)
  const live = Object.fromEntries(paths.map(({ name }) => [name, line[name] ?? null]))
  return storedRow(line['id'], values, { references, live })
}

/** A new line with what lines get by themselves. */
export const emptyRow = ({ logic }: LineKind): LineRow => ({
  ...newRow(logic.withDefaults({}, new Set())),
  kept: [],
  isUntouched: true,
})
