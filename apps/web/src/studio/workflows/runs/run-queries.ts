import { useApi } from '@fieldwork/ui'
import { useQuery } from '@tanstack/react-query'

import type { Run } from './run-types.ts'

const LATEST = 5

interface RunPage {
  data: Run[]
  page: { after: string | null }
}

/** The latest runs of a workflow. */
export function useLatestRuns(workflow: string, isPublished: boolean) {
  const api = useApi()
  return useQuery({
    queryKey: ['workflow-runs', 'latest', workflow],
    enabled: isPublished,
    queryFn: ({ signal }) => api.get<RunPage>(`/api/workflows/runs?workflow=${workflow}&limit=${LATEST}`, signal),
    select: ({ data }) => data,
  })
}
