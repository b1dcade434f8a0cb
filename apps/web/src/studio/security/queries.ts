import type { LocalizedText } from '@fieldwork/expressions'
import { useApi } from '@fieldwork/ui'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

import type { Json } from '../model/definitions.ts'

/** What a role demands of those who have it. */
export interface RoleRule {
  addresses?: string[]
  second_factor?: boolean
}

/** What everybody accepts before the first work. */
export interface Notice {
  version: number
  text: LocalizedText
}

/** `GET /api/security/policy` */
export interface SecurityPolicy {
  password: Json
  lock: Json
  session: Json
  second_factor: 'optional' | 'required'
  addresses: string[]
  roles: Record<string, RoleRule>
  notice: Notice | null
  login_history_days: number
}

/** A policy, what it may say, and what holds where it says nothing. */
export interface PolicyAnswer {
  policy: SecurityPolicy
  schema: Json
  defaults: SecurityPolicy
}

const POLICY_URL = '/api/security/policy'
const POLICY_KEY = ['security', 'policy']

/** The security policy with its schema. */
export function usePolicy() {
  const api = useApi()
  return useQuery({
    queryKey: POLICY_KEY,
    queryFn: async ({ signal }): Promise<PolicyAnswer> => {
      const [policy, about] = await Promise.all([
        api.get<SecurityPolicy>(POLICY_URL, signal),
        api.get<Omit<PolicyAnswer, 'policy'>>(`${POLICY_URL}/schema`, signal),
      ])
      return { policy, ...about }
    },
  })
}

/** Sets the policy as a whole. */
export function useSavePolicy() {
  const api = useApi()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (policy: SecurityPolicy) => api.put<SecurityPolicy>(POLICY_URL, policy),
    onSuccess: () => queries.invalidateQueries({ queryKey: POLICY_KEY }),
  })
}

/** `GET /api/security/sign-on` */
export interface SignOnAnswer {
  connection: { issuer: string; client_id: string; label: string; from_environment: boolean } | null
  redirect_uri: string
}

/** A connection as it is written; without the secret the stored one stays. */
export interface SignOnInput {
  issuer: string
  client_id: string
  client_secret?: string
  label: string
}

const SIGN_ON_URL = '/api/security/sign-on'

/** The connection for single sign-on. */
export function useSignOn() {
  const api = useApi()
  return useQuery({
    queryKey: ['security', 'sign-on'],
    queryFn: ({ signal }) => api.get<SignOnAnswer>(SIGN_ON_URL, signal),
  })
}

/** Stores the connection, or (null) takes it away. */
export function useSaveSignOn() {
  const api = useApi()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (input: SignOnInput | null) => (input ? api.put(SIGN_ON_URL, input) : api.delete(SIGN_ON_URL)),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['security', 'sign-on'] }),
  })
}

/** How a trial went. */
export type SignOnTrial =
  { works: true; issuer: string; knows_client: boolean | null } | { works: false; reason: string }

/** Asks the provider whether it takes the connection; nothing is stored. */
export function useTestSignOn() {
  const api = useApi()
  return useMutation({
    mutationFn: (input: SignOnInput) => api.post<SignOnTrial>(`${SIGN_ON_URL}/test`, input),
  })
}

/** A log-in, tried or done. */
export interface LoginLine {
  id: string
  user: { id: string; name: string } | null
  username: string | null
  method: 'password' | 'oidc'
  result: string
  address: string | null
  agent: string | null
  at: string
  ended_at: string | null
  ended_by: string | null
}

/** The log-ins of a user in a time. */
export interface LoginReportLine {
  user: { id: string; name: string; username: string } | null
  logins: number
  refused: number
  addresses: number
  last_at: string
  last_login_at: string | null
}

/** Which log-ins are wanted; days in the person's own zone. */
export interface LoginFilter {
  user: string | null
  result: string | null
  from: string
  to: string
}

export const ALL_LOGINS: LoginFilter = { user: null, result: null, from: '', to: '' }

/** The query string of a filter. */
function loginQuery({ user, result, from, to }: Partial<LoginFilter>): URLSearchParams {
  const entries = {
    user: user ?? '',
    result: result ?? '',
    from: from ? new Date(`${from}T00:00:00`).toISOString() : '',
    to: to ? dayAfter(to).toISOString() : '',
  }
  return new URLSearchParams(Object.entries(entries).filter(([, value]) => value !== ''))
}

function dayAfter(day: string): Date {
  const date = new Date(`${day}T00:00:00`)
  date.setDate(date.getDate() + 1)
  return date
}

/** Log-ins, newest first, page by page. */
export function useLogins(filter: LoginFilter) {
  const api = useApi()
  const query = loginQuery(filter)
  return useInfiniteQuery({
    queryKey: ['security', 'logins', query.toString()],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => {
      const page = new URLSearchParams(query)
      if (pageParam) page.set('after', pageParam)
      return api.get<{ data: LoginLine[]; page: { after: string | null } }>(`/api/security/logins?${page}`, signal)
    },
    getNextPageParam: ({ page }) => page.after ?? undefined,
  })
}

/** Log-ins by user. */
export function useLoginReport({ from, to }: Pick<LoginFilter, 'from' | 'to'>) {
  const api = useApi()
  const query = loginQuery({ from, to }).toString()
  return useQuery({
    queryKey: ['security', 'login-report', query],
    queryFn: async ({ signal }) =>
      (await api.get<{ data: LoginReportLine[] }>(`/api/security/logins/report?${query}`, signal)).data,
  })
}
