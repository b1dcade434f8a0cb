import { catalogKeys, isApiProblem, useApi } from '@fieldwork/ui'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

import { useDraft, useDraftStore } from '../draft/draft-provider.tsx'
import { changeSetOf } from '../model/change-set.ts'
import type { DraftDocument } from '../model/change-set.ts'
import type { Plan, PlanProblem } from './types.ts'

/** What was published: the revision, and the documents in it. */
export interface Publication {
  revision: number
  documents: DraftDocument[]
  /** ids of the tasks it started */
  tasks: string[]
}

/** Plans the draft as it is, and publishes it. */
export function usePublication() {
  const api = useApi()
  const queries = useQueryClient()
  const store = useDraftStore()
  const draft = useDraft()
  const [published, setPublished] = useState<Publication | null>(null)
  const changes = changeSetOf(draft.documents)
  const request = { ...changes, base_revision: draft.revision }

  /** the draft follows the catalog: with a newer one it stands on what others published */
  const refreshCatalog = () => queries.invalidateQueries({ queryKey: ['catalog'] })
  async function followed<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer
    } catch (error) {
      if (isApiProblem(error, 'changed_meanwhile')) await refreshCatalog()
      throw error
    }
  }

  const plan = useQuery({
    queryKey: ['studio-plan', draft.version, request],
    enabled: published === null && Object.keys(changes).length > 0,
    staleTime: 0,
    gcTime: 0,
    retry: false,
    queryFn: () => followed(api.post<Plan>('/api/metadata/plan', request)),
  })
  const publish = useMutation({
    mutationFn: (choice: { confirm: boolean; message: string }) =>
      api.post<{ revision: number; tasks: { id: string }[] }>('/api/metadata/publish', {
        ...request,
        confirm: choice.confirm,
        ...(choice.message.trim() === '' ? {} : { message: choice.message.trim() }),
      }),
    onSuccess: async ({ revision, tasks }) => {
      setPublished({ revision, documents: Object.values(draft.documents), tasks: tasks.map(({ id }) => id) })
      // what was drafted stays in sight until the published definitions have arrived
      const keys = [...catalogKeys, 'revisions', 'tasks']
      await Promise.all(keys.map((key) => queries.invalidateQueries({ queryKey: [key] })))
      store.clear()
    },
    onError: (error) => {
      if (isApiProblem(error, 'changed_meanwhile')) void refreshCatalog()
      else void plan.refetch()
    },
  })
  return { draft, request, plan, publish, published }
}

/** The problems of a refused plan or publication, if it was refused for those. */
export function problemsOf(error: unknown): PlanProblem[] {
  return isApiProblem(error) ? (error.problems as PlanProblem[]) : []
}
