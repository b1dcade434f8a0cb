import { useApi } from '@fieldwork/ui'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'

import type { AccessExplanation, AccessPerson, AccessQuestion } from './types.ts'

function parametersOf({ object, id, operation }: AccessQuestion): URLSearchParams {
  return new URLSearchParams({ object, id, op: operation })
}

/** Who may do something with a record, page after page. */
export function useWho(question: AccessQuestion) {
  const api = useApi()
  return useInfiniteQuery({
    queryKey: ['records', question.object, 'who', question.id, question.operation],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const parameters = parametersOf(question)
      if (pageParam !== null) parameters.set('after', pageParam)
      return api.get<{ data: AccessPerson[]; page: { after: string | null } }>(`/api/access/who?${parameters}`, signal)
    },
    getNextPageParam: (last) => last.page.after,
  })
}

/** Why a person may do something with a record, or what is missing. */
export function useExplanation(question: AccessQuestion, user: string) {
  const api = useApi()
  return useQuery({
    queryKey: ['records', question.object, 'explain', question.id, question.operation, user],
    queryFn: ({ signal }) => {
      const parameters = parametersOf(question)
      parameters.set('user', user)
      return api.get<AccessExplanation>(`/api/access/explain?${parameters}`, signal)
    },
  })
}
