import { isApiProblem, useApi, useDebounced } from '@fieldwork/ui'
import { keepPreviousData, useQuery } from '@tanstack/react-query'

import { useDraft } from '../draft/draft-provider.tsx'
import { changeSetOf, documentKey } from '../model/change-set.ts'
import type { DraftKind } from '../model/change-set.ts'
import type { Plan, PlanProblem } from './types.ts'
import { problemsOf } from './use-publication.ts'

const REST_MS = 500

/** What publishing the draft as it is now would refuse about one document; asked once typing rests. */
export function useDraftProblems(kind: DraftKind, name: string): PlanProblem[] {
  const api = useApi()
  const { documents, revision, version } = useDraft()
  const rested = useDebounced(version, REST_MS)
  const isDrafted = documents[documentKey(kind, name)] !== undefined
  const plan = useQuery({
    queryKey: ['studio-problems', kind, name, rested],
    enabled: isDrafted && rested === version,
    gcTime: 0,
    retry: false,
    placeholderData: keepPreviousData,
    queryFn: async () => {
      const request = { ...changeSetOf(documents), base_revision: revision }
      try {
        return (await api.post<Plan>('/api/metadata/plan', request)).problems
      } catch (error) {
        if (isApiProblem(error) && problemsOf(error).length > 0) return problemsOf(error)
        throw error
      }
    },
  })
  if (!isDrafted) return NONE
  return (plan.data ?? NONE).filter((problem) => problem.kind === kind && problem.name === name)
}

const NONE: PlanProblem[] = []
