import { useQueries } from '@tanstack/react-query'

import { isApiProblem } from '../api/api-problem.ts'
import { useApi } from '../api/api-provider.tsx'
import { useObjectSchema } from '../api/queries.ts'
import { useTexts } from '../texts/i18n.ts'

/** What a record is called; an ellipsis until it is known, and a neutral text where it may not be seen. */
export function useReferenceName(object: string | null | undefined, id: unknown): string {
  return useReferenceNames(object, [id])[0] ?? UNKNOWN
}

const UNKNOWN = '…'

/** What records of an object are called, in the order of the ids. */
export function useReferenceNames(object: string | null | undefined, ids: readonly unknown[]): string[] {
  const { t } = useTexts()
  const api = useApi()
  const schema = useObjectSchema(object ?? '', 'update').data
  const answers = useQueries({
    queries: ids.map((id) => ({
      queryKey: ['records', object, 'name', id],
      enabled: Boolean(object) && typeof id === 'string' && id !== '' && schema !== undefined,
      staleTime: 60_000,
      queryFn: async ({ signal }: { signal: AbortSignal }) => {
        const record = await api.get<Record<string, unknown>>(`/api/records/${object}/${String(id)}`, signal)
        return String(record[schema?.nameField ?? ''] ?? id)
      },
    })),
  })
  return answers.map(({ data, error }) => data ?? (isApiProblem(error) ? t('record.notVisible') : UNKNOWN))
}
