import { useApi } from '@fieldwork/ui'
import type { RecordData } from '@fieldwork/ui'
import { useQuery, useQueryClient } from '@tanstack/react-query'

import { useCatalog } from '../catalog/queries.ts'

/** The record that drafts are tried on. */
export interface TrialRecord {
  id: string
  label: string
}

/**
 * The record of an object that drafts are tried on: the newest until another one is chosen, the same in every editor.
 * Null where there is none to read, undefined until that is known.
 */
export function useTrialRecord(object: string): {
  record: TrialRecord | null | undefined
  choose: (record: TrialRecord) => void
} {
  const api = useApi()
  const client = useQueryClient()
  const published = useCatalog().data?.objects.find(({ name }) => name === object)
  const queryKey = ['studio', 'trial-record', object]
  const newest = useQuery({
    queryKey,
    enabled: published !== undefined,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }): Promise<TrialRecord | null> => {
      const nameField = published?.nameField ?? 'id'
      const path = `/api/records/${object}?fields=id,${encodeURIComponent(nameField)}&limit=1`
      const [found] = (await api.get<{ data: RecordData[] }>(path, signal)).data
      return found ? { id: found.id, label: String(found[nameField] ?? found.id) } : null
    },
  })
  const choose = (record: TrialRecord): void => void client.setQueryData(queryKey, record)
  return { record: newest.isError ? null : newest.data, choose }
}
