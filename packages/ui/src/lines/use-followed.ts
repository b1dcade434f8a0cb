import { useEffect, useRef } from 'react'

import { isApiProblem } from '../api/api-problem.ts'
import { useApi } from '../api/api-provider.tsx'
import type { RecordData, RecordPage } from '../api/types.ts'
import { copiedValues, copiesOf } from '../form/use-live-copies.ts'
import type { Copies } from '../form/use-live-copies.ts'
import type { LineRow } from './line-rows.ts'
import type { LineKind } from './use-lines.ts'

/** records asked for at once */
const BATCH = 100

/** What follows from a lookup of a line. */
interface Follower {
  lookup: string
  /** the object that it refers to */
  object: string
  /** columns along it, by their path from the line */
  paths: string[]
  copies: Copies | null
}

type Change = (update: (rows: LineRow[]) => LineRow[], isEntered?: boolean) => void

/** Keeps what lines show of the records they refer to, and what these bring along, as their lookups change. */
export function useFollowed(given: LineKind | null, rows: readonly LineRow[] | null, change: Change): void {
  const api = useApi()
  const asked = useRef(new Map<string, unknown>())

  useEffect(() => {
    if (!given || !rows) return
    const kind = given
    for (const follower of followersOf(kind)) {
      const { lookup } = follower
      const behind = rows.filter(({ key, values, followed }) => {
        const id = values[lookup]
        return id !== followed[lookup] && (id === undefined || asked.current.get(`${key} ${lookup}`) !== id)
      })
      if (behind.length === 0) continue
      for (const { key, values } of behind) asked.current.set(`${key} ${lookup}`, values[lookup])
      void follow(follower, behind)
    }

    async function follow(follower: Follower, behind: readonly LineRow[]): Promise<void> {
      const named = behind.map(({ values }) => values[follower.lookup])
      const ids = new Set(named.filter((id) => typeof id === 'string'))
      const records = await readFollowed(follower, [...ids])
      const keys = new Set(behind.map(({ key }) => key))
      const update = (row: LineRow) => (keys.has(row.key) ? followedRow(kind, row, { follower, ids, records }) : row)
      change((all) => all.map(update), false)
    }

    /** A record that may be chosen but not read is left to the server. */
    async function readFollowed({ object, paths, lookup, copies }: Follower, ids: string[]) {
      const further = paths.map((path) => path.slice(lookup.length + 1))
      const fields = ['id', ...new Set([...further, ...Object.values(copies?.copy ?? {})])].join()
      const found = new Map<string, RecordData>()
      for (let at = 0; at < ids.length; at += BATCH) {
        const some = ids.slice(at, at + BATCH)
        const filter = `id in [${some.map((id) => `'${id}'`).join()}]`
        const parameters = new URLSearchParams({ filter, fields, limit: String(BATCH) })
        const page = await api.get<RecordPage>(`/api/records/${object}?${parameters.toString()}`).catch(nothingHidden)
        for (const record of page.data) found.set(record.id, record)
      }
      return found
    }
  }, [api, given, rows, change])
}

function nothingHidden(error: unknown): RecordPage {
  if (isApiProblem(error)) return { data: [], page: { after: null } }
  throw error
}

const known = new WeakMap<LineKind, Follower[]>()

/** The lookups of a line that something follows from. */
function followersOf(kind: LineKind): Follower[] {
  const found = known.get(kind)
  if (found) return found
  const followers = Object.entries(kind.schema.fields).flatMap(([lookup, { reference }]) => {
    const paths = kind.columns.filter((column) => column.lookup === lookup).map(({ name }) => name)
    const copies = copiesOf(kind.schema, lookup)
    return reference && (paths.length > 0 || copies) ? [{ lookup, object: reference, paths, copies }] : []
  })
  known.set(kind, followers)
  return followers
}

interface Followed {
  follower: Follower
  /** of the records that were asked for */
  ids: ReadonlySet<string>
  records: ReadonlyMap<string, RecordData>
}

/** The row with what the chosen record says; one that has been chosen meanwhile is still asked for. */
function followedRow(kind: LineKind, row: LineRow, { follower, ids, records }: Followed): LineRow {
  const { lookup, paths, copies } = follower
  const id = row.values[lookup]
  const record = typeof id === 'string' ? records.get(id) : undefined
  if (typeof id === 'string' && !ids.has(id)) return row
  const live = Object.fromEntries(paths.map((path) => [path, record?.[path.slice(lookup.length + 1)] ?? null]))
  const next = { ...row, live: { ...row.live, ...live }, followed: { ...row.followed, [lookup]: id } }
  if (!copies) return next
  const { values, references } = record ? copiedValues(kind.schema, copies, record) : emptied(copies)
  const open = Object.entries(values).filter(([target]) => copies.isLocked || !row.kept.includes(target))
  if (open.length === 0) return next
  const known = Object.entries(references).map(([name, reference]) => [
    name,
    [...(row.references[name] ?? []), reference],
  ])
  return {
    ...next,
    values: { ...row.values, ...Object.fromEntries(open) },
    references: { ...row.references, ...Object.fromEntries(known) },
  }
}

/** An emptied lookup empties what it has locked. */
const emptied = ({ copy, isLocked }: Copies): ReturnType<typeof copiedValues> => ({
  values: isLocked ? Object.fromEntries(Object.keys(copy).map((target) => [target, undefined])) : {},
  references: {},
})
