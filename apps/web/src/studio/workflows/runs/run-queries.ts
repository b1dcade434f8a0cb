import { useApi, useMe } from '@fieldwork/ui'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

import { ENDED } from './run-types.ts'
import type { Run, RunDetail, RunState } from './run-types.ts'

const LIST_REFRESH_MS = 5_000
const RUN_REFRESH_MS = 1_500

/** Which runs are wanted; empty texts: any. */
export interface RunFilter {
  workflow: string
  object: string
  record: string
  state: string
}

interface RunPage {
  data: Run[]
  page: { after: string | null }
}

/** The query string of a filter. */
export function runQuery(filter: RunFilter): string {
  return new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== '')).toString()
}

/** Reads a filter from an address. */
export function readRunFilter(search: string): RunFilter {
  const given = new URLSearchParams(search)
  const of = (name: keyof RunFilter): string => given.get(name) ?? ''
  return { workflow: of('workflow'), object: of('object'), record: of('record'), state: of('state') }
}

/** Runs, newest first, page by page. */
export function useRuns(filter: RunFilter) {
  const api = useApi()
  const query = runQuery(filter)
  return useInfiniteQuery({
    queryKey: ['workflow-runs', 'list', query],
    initialPageParam: '',
    refetchInterval: LIST_REFRESH_MS,
    queryFn: ({ pageParam, signal }) => {
      const page = new URLSearchParams(query)
      if (pageParam) page.set('after', pageParam)
      return api.get<RunPage>(`/api/workflows/runs?${page}`, signal)
    },
    getNextPageParam: ({ page }) => page.after ?? undefined,
  })
}

/** How a workflow does: `GET /api/workflows/summaries`. */
export interface WorkflowSummary {
  workflow: string
  /** the publication that changed it last; null: it is not published */
  revision: number | null
  /** runs under way */
  open: number
  /** newest first */
  latest: { id: string; state: RunState; created_at: string }[]
}

/** How all workflows do, by name. */
export function useWorkflowSummaries(isWanted = true) {
  const api = useApi()
  // runs hold what is in the records
  const mayLook = useMe().data?.user.administrator === true
  return useQuery({
    queryKey: ['workflow-runs', 'summaries'],
    enabled: isWanted && mayLook,
    refetchInterval: LIST_REFRESH_MS,
    queryFn: ({ signal }) => api.get<{ data: WorkflowSummary[] }>('/api/workflows/summaries', signal),
    select: ({ data }): ReadonlyMap<string, WorkflowSummary> => new Map(data.map((each) => [each.workflow, each])),
  })
}

/** One run, looked at again while it goes on. */
export function useRun(id: string) {
  const api = useApi()
  return useQuery<RunDetail>({
    queryKey: ['workflow-runs', 'one', id],
    refetchInterval: ({ state }) => (isEnded(state.data) ? false : RUN_REFRESH_MS),
    queryFn: ({ signal }) => api.get<RunDetail>(`/api/workflows/runs/${id}`, signal),
  })
}

const isEnded = (run: RunDetail | undefined): boolean => run !== undefined && ENDED.has(run.state)

/** Cancels a run, or does again what failed. */
export function useRunAction(id: string) {
  const api = useApi()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (action: 'cancel' | 'retry') => api.post(`/api/workflows/runs/${id}/${action}`, {}),
    onSettled: () => client.invalidateQueries({ queryKey: ['workflow-runs'] }),
  })
}
