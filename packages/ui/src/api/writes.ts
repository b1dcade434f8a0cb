import { useQueryClient } from '@tanstack/react-query'

import { consentQuery, useConsent } from '../record/use-consent.tsx'
import { useApi } from './api-provider.tsx'
import { bringBackRecords, removeRecords } from './bulk.ts'
import type { BulkOutcome, OnProgress } from './bulk.ts'
import { keys } from './keys.ts'
import type { RecordData } from './types.ts'

/** The writes a screen makes; each refreshes what it changed, and asks about what can be saved all the same. */
export interface RecordWrites {
  create(values: Record<string, unknown>): Promise<RecordData>
  /** `version` is what the caller saw; a newer one is refused with stale_version */
  update(id: string, values: Record<string, unknown>, version: number): Promise<RecordData>
  /** into the recycle bin, each on its own */
  remove(ids: string[], onProgress: OnProgress): Promise<BulkOutcome>
  /** out of the recycle bin */
  bringBack(ids: string[], onProgress: OnProgress): Promise<BulkOutcome>
  undelete(id: string): Promise<void>
  /** out of the recycle bin for good */
  purge(id: string): Promise<void>
  transition(id: string, name: string, values: Record<string, unknown>): Promise<RecordData>
  /** says something of it, in its history */
  comment(id: string, text: string): Promise<void>
  restore(id: string, version: number): Promise<RecordData>
  /** makes other records of it; `targets` are the decisions by target */
  convert(id: string, name: string, targets: Record<string, unknown>): Promise<Converted>
}

/** What a conversion has made. */
export interface Converted {
  targets: Record<string, { object: string; id: string; isNew: boolean }>
  complete: boolean
}

/** Writes to one object through the API. */
export function useRecordWrites(object: string): RecordWrites {
  const api = useApi()
  const client = useQueryClient()
  const path = `/api/records/${object}`

  const consent = useConsent()
  const asked = <T>(write: (query: string) => Promise<T>): Promise<T> =>
    consent((agreed) => write(consentQuery(agreed)))

  const settle = async <T>(write: Promise<T>, gone: string[] = []): Promise<T> => {
    const result = await write
    const isThere = ({ queryKey }: { queryKey: readonly unknown[] }) => !gone.some((id) => queryKey.includes(id))
    await Promise.all([
      client.invalidateQueries({ queryKey: ['records'], predicate: isThere }),
      client.invalidateQueries({ queryKey: keys.bin }),
    ])
    return result
  }

  return {
    create: (values) => asked((query) => settle(api.post<RecordData>(path + query, values))),
    update: (id, values, version) =>
      asked((query) => settle(api.patch<RecordData>(`${path}/${id}${query}`, values, { 'if-match': `"${version}"` }))),
    remove: (ids, onProgress) => settle(removeRecords(api, { object, ids }, onProgress), ids),
    bringBack: (ids, onProgress) => settle(bringBackRecords(api, { object, ids }, onProgress)),
    undelete: (id) => settle(api.post(`/api/recycle-bin/${object}/${id}/restore`, {})),
    purge: async (id) => void (await settle(api.delete(`/api/recycle-bin/${object}/${id}`))),
    transition: (id, name, values) =>
      asked((query) => settle(api.post<RecordData>(`${path}/${id}/transitions/${name}${query}`, values))),
    convert: (id, name, targets) =>
      asked((query) => settle(api.post<Converted>(`${path}/${id}/convert/${name}${query}`, { targets }))),
    comment: async (id, text) => void (await settle(api.post(`${path}/${id}/comments`, { text }))),
    restore: (id, version) => settle(api.post<RecordData>(`${path}/${id}/restore`, { version })),
  }
}
