import { listParameters, useApi, useMe } from '@fieldwork/ui'
import type { RecordData, RecordPage } from '@fieldwork/ui'
import { useInfiniteQuery } from '@tanstack/react-query'

import { endOfDay } from './end-of-day.ts'
import type { Part, Todo } from './todo.ts'

/** An object whose records are to do. */
interface Kind {
  object: string
  filter: string
  /** the field that names a record */
  name: string
  due: string | null
}

/** Where each object goes on; those that are not there have been read to their end. */
type Places = Record<string, string>

/** Records that are to do for the caller, of every object that says so; the earliest first. */
export function useRecordsToDo(limit: number): Part {
  const api = useApi()
  const { objects = {}, timeZone = 'Asia/Shanghai' } = useMe().data ?? {}
  const kinds = Object.entries(objects).flatMap(([object, { todo }]): Kind[] => (todo ? [{ object, ...todo }] : []))
  const query = useInfiniteQuery({
    queryKey: ['records', 'to-do', kinds],
    enabled: kinds.length > 0,
    initialPageParam: null as Places | null,
    queryFn: ({ pageParam, signal }) =>
      Promise.all(
        kinds
          .filter(({ object }) => pageParam === null || object in pageParam)
          .map(async (kind) => {
            const { object, filter, name, due } = kind
            const fields = due === null ? [name] : [name, due]
            const asked = listParameters({ filter, fields, limit, ...(due && { sort: due }) }, pageParam?.[object])
            return { kind, page: await api.get<RecordPage>(`/api/records/${object}${asked}`, signal) }
          }),
      ),
    getNextPageParam: (last) => {
      const open = last.flatMap(({ kind, page: { page } }) => (page.after ? [[kind.object, page.after] as const] : []))
      return open.length > 0 ? Object.fromEntries(open) : null
    },
  })
  const read = query.data?.pages.flat() ?? []
  return { query, todos: read.flatMap(({ kind, page }) => page.data.map((row) => todoOf(kind, row, timeZone))) }
}

const DAY = /^\d{4}-\d{2}-\d{2}$/

function todoOf({ object, name, due }: Kind, row: RecordData, timeZone: string): Todo {
  const until = due === null || !row[due] ? null : String(row[due])
  return {
    key: row.id,
    object,
    record: { id: row.id, label: row[name] ? String(row[name]) : null },
    note: '',
    due: until !== null && DAY.test(until) ? endOfDay(until, timeZone) : until,
  }
}
