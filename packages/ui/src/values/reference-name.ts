import { useQuery } from '@tanstack/react-query'

import { useApi } from '../api/api-provider.tsx'
import { useObjectSchema } from '../api/queries.ts'

/** What a record is called; an ellipsis until it is known. */
export function useReferenceName(object: string | null | undefined, id: unknown): string {
  const api = useApi()
  const schema = useObjectSchema(object ?? '', 'update').data
  const answer = useQuery({
    queryKey: ['records', object, 'name', id],
    enabled: Boolean(object) && typeof id === 'string' && id !== '' && schema !== undefined,
    staleTime: 60_000,
    queryFn: async ({ signal }) => {
      const record = await api.get<Record<string, unknown>>(`/api/records/${object}/${String(id)}`, signal)
      return String(record[schema?.nameField ?? ''] ?? id)
    },
  })
  return answer.data ?? '…'
}
