import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'

import { useApi } from './api-provider.tsx'
import { keys } from './keys.ts'
import type {
  BinEntry,
  ConversionPreview,
  ConversionState,
  HistoryEntry,
  Me,
  ObjectSchema,
  Page,
  RecordData,
  RecordPage,
  View,
} from './types.ts'

const CATALOG_STALE_MS = 5 * 60_000
const PAGE_SIZE = 100
const HISTORY_PAGE = 30
const BIN_PAGE = 100

/** What a list asks for. */
export interface ListQuery {
  filter?: string
  q?: string
  sort?: string
  fields?: string[]
  count?: 'none' | 'estimated' | 'exact'
  limit?: number
}

/** The query string of a list request, with `?`; the id is always asked for. */
export function listParameters(query: ListQuery, after?: string | null): string {
  const parameters = new URLSearchParams()
  if (query.filter) parameters.set('filter', query.filter)
  if (query.q) parameters.set('q', query.q)
  if (query.sort) parameters.set('sort', query.sort)
  if (query.fields?.length) parameters.set('fields', [...new Set(['id', ...query.fields])].join(','))
  if (query.count && !after) parameters.set('count', query.count)
  parameters.set('limit', String(query.limit ?? PAGE_SIZE))
  if (after) parameters.set('after', after)
  return `?${parameters.toString()}`
}

/** The caller: rights, menus, language. */
export function useMe() {
  const api = useApi()
  return useQuery({
    queryKey: keys.me,
    staleTime: CATALOG_STALE_MS,
    retry: false,
    queryFn: async ({ signal }) => {
      const me = await api.get<Me>('/api/me', signal)
      api.setCsrf(me.csrf)
      return me
    },
  })
}

/**
 * Schema, layouts and field rights of an object for this caller.
 *
 * @param recordType of the record; for an object without types, or for any of them, left out
 */
export function useObjectSchema(object: string, mode: 'create' | 'update', recordType?: string) {
  const api = useApi()
  const type = recordType ? `&recordType=${encodeURIComponent(recordType)}` : ''
  return useQuery({
    queryKey: keys.schema(object, mode, recordType),
    staleTime: CATALOG_STALE_MS,
    enabled: object !== '',
    queryFn: ({ signal }) => api.get<ObjectSchema>(`/api/records/${object}/schema?mode=${mode}${type}`, signal),
  })
}

/** The schema for one record: of its type, where its object has types; the one for all until the record is there. */
export function useRecordSchema(object: string, record: RecordData | undefined) {
  const all = useObjectSchema(object, 'update')
  const type = all.data?.recordTypes?.find(({ name }) => name === record?.['record_type'])?.name
  const typed = useObjectSchema(type ? object : '', 'update', type)
  return type ? typed : all
}

/** The views of an object, the default one first. */
export function useViews(object: string, enabled = true) {
  const api = useApi()
  return useQuery({
    queryKey: keys.views(object),
    enabled,
    staleTime: CATALOG_STALE_MS,
    queryFn: async ({ signal }) => (await api.get<{ views: View[] }>(`/api/records/${object}/views`, signal)).views,
  })
}

/** A list that grows page by page as the reader scrolls. */
export function useRecordPages(object: string, query: ListQuery, enabled = true) {
  const api = useApi()
  return useInfiniteQuery({
    queryKey: keys.list(object, { ...query }),
    enabled,
    initialPageParam: null as string | null,
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) =>
      api.get<RecordPage>(`/api/records/${object}${listParameters(query, pageParam)}`, signal),
    getNextPageParam: (last) => last.page.after,
  })
}

/** One record. */
export function useRecord(object: string, id: string) {
  const api = useApi()
  return useQuery({
    queryKey: keys.record(object, id),
    enabled: id !== '',
    queryFn: ({ signal }) => api.get<RecordData>(`/api/records/${object}/${id}`, signal),
  })
}

/** What of a record's history is asked for: its own writes, with those of its lines, or only those of some lines. */
interface HistoryPart {
  lines?: boolean
  collections?: string
}

/** A record's history, newest first, growing page by page. */
export function useHistory(object: string, id: string, { lines, collections }: HistoryPart = {}) {
  const api = useApi()
  const part = collections ? `&collections=${collections}` : lines ? '&lines=true' : ''
  return useInfiniteQuery({
    queryKey: keys.history(object, id, part),
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<HistoryEntry>>(
        `/api/records/${object}/${id}/history${pageParameters(HISTORY_PAGE, pageParam)}${part}`,
        signal,
      ),
    getNextPageParam: (last) => last.page.after,
  })
}

/** Which conversions a record allows now, and what they have made of it; asked only where its object has any. */
export function useConversions({ object, conversions = [] }: ObjectSchema, { id }: RecordData) {
  const api = useApi()
  return useQuery({
    queryKey: keys.conversions(object, id),
    enabled: conversions.length > 0,
    queryFn: async ({ signal }) =>
      (await api.get<{ data: ConversionState[] }>(`/api/records/${object}/${id}/conversions`, signal)).data,
  })
}

/** What a conversion would make of a record. */
export function useConversionPreview(object: string, id: string, name: string) {
  const api = useApi()
  return useQuery({
    queryKey: keys.conversions(object, id, name),
    retry: false,
    staleTime: Infinity,
    gcTime: 0,
    queryFn: () => api.post<ConversionPreview>(`/api/records/${object}/${id}/convert/${name}`, { dry_run: true }),
  })
}

/** What lies in the recycle bin for this caller, newest first. */
export function useRecycleBin() {
  const api = useApi()
  return useInfiniteQuery({
    queryKey: keys.bin,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<BinEntry>>(`/api/recycle-bin${pageParameters(BIN_PAGE, pageParam)}`, signal),
    getNextPageParam: (last) => last.page.after,
  })
}

function pageParameters(limit: number, after: string | null): string {
  return after ? `?limit=${limit}&after=${encodeURIComponent(after)}` : `?limit=${limit}`
}
