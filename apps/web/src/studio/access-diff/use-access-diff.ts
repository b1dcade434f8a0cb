import { useApi, useTexts } from '@fieldwork/ui'
import { useQuery } from '@tanstack/react-query'

import type { AccessDiff } from './types.ts'

export const ACCESS_DIFF_PATH = '/api/metadata/plan/access'

/** What is asked about: the body of a plan. */
export type DiffRequest = Readonly<Record<string, unknown>>

/** What a draft does to rights, and whom it concerns; records are not counted yet. */
export function useAccessDiff(request: DiffRequest, roles?: readonly string[]) {
  const api = useApi()
  const { locale } = useTexts('studio')
  const body = { ...request, sample: 0, ...(roles && { roles }) }
  return useQuery({
    queryKey: ['studio-access-diff', locale, body],
    staleTime: 0,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
    queryFn: async ({ signal }) => (await api.request<AccessDiff>('POST', ACCESS_DIFF_PATH, { body, signal })).data,
  })
}
