import { useApi } from '@fieldwork/ui/plugin'
import type { RecordPage } from '@fieldwork/ui/plugin'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

const BASE = '/api/plugins/public-pool'
const PAGE = 50

/** How a customer stands to the pool, as `/customers/:id` answers. */
export interface Standing {
  state: 'owned' | 'pooled'
  flag: 'd30' | 'd60' | null
  rule: string | null
  cared_on: string | null
  protected_until: string | null
  returns_on: string | null
  pooled_on: string | null
  wait_days: number
  may: { claim: boolean; assign: boolean; release: boolean }
}

/** A rule and how far the caller has used it up. */
export interface Limit {
  id: string
  name: string
  window: 'total' | 'day' | 'month'
  limit: number
  claimed: number
  protection_days: number
  reclaim_wait_days: number
}

export interface Limits {
  claim: boolean
  assign: boolean
  rules: Limit[]
}

// what begins with `records` is asked again after every write

export function useStanding(id: string) {
  const api = useApi()
  const queryKey = ['records', 'customer', 'pool', id]
  return useQuery({ queryKey, queryFn: ({ signal }) => api.get<Standing>(`${BASE}/customers/${id}`, signal) })
}

export function useLimits() {
  const api = useApi()
  const queryKey = ['records', 'customer', 'pool-limits']
  return useQuery({ queryKey, queryFn: ({ signal }) => api.get<Limits>(`${BASE}/limits`, signal) })
}

/** Customers that the caller sees and the condition holds for, the first fifty of them, and how many there are. */
export function useCustomers({
  filter,
  fields,
  sort,
  text = '',
}: {
  filter: string
  fields: readonly string[]
  sort: string
  text?: string
}) {
  const api = useApi()
  const parameters = new URLSearchParams({
    filter,
    fields: ['id', ...fields].join(','),
    sort,
    limit: String(PAGE),
    count: 'exact',
  })
  if (text !== '') parameters.set('q', text)
  return useQuery({
    queryKey: ['records', 'customer', 'pool-list', parameters.toString()],
    queryFn: ({ signal }) => api.get<RecordPage>(`/api/records/customer?${parameters}`, signal),
  })
}

/** Claims, assigns or releases a customer; whatever was asked about records is asked again. */
export function usePoolAction(id: string) {
  const api = useApi()
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ action, body }: { action: 'claim' | 'assign' | 'release'; body?: object }) =>
      api.post<{ id: string }>(`${BASE}/customers/${id}/${action}`, body),
    onSuccess: () => client.invalidateQueries({ queryKey: ['records'] }),
  })
}
