import type { LocalizedText } from '@fieldwork/expressions'
import { useApi } from '@fieldwork/ui'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

import type { Json } from '../model/definitions.ts'
import { useRefreshDefinitions } from '../packages/queries.ts'

/** A plugin of `GET /api/plugins`. */
export interface ShownPlugin {
  name: string
  version: string | null
  label: LocalizedText
  help: LocalizedText | null
  state: 'enabled' | 'disabled' | 'failed'
  requires: Record<string, string>
  hasSettings: boolean
  problems: { pointer?: string; message: LocalizedText }[]
}

/** `GET /api/plugins/{name}/settings` */
export interface PluginSettings {
  schema: { properties?: Record<string, Json>; required?: string[] } | null
  values: Record<string, unknown>
  /** names of the secrets that are set */
  secrets: string[]
}

const KEY = 'studio-plugins'

/** Every plugin that the server has found. */
export function usePlugins() {
  const api = useApi()
  return useQuery({
    queryKey: [KEY],
    queryFn: async ({ signal }) => (await api.get<{ data: ShownPlugin[] }>('/api/plugins', signal)).data,
  })
}

/** Enables or disables a plugin; its definitions come or go. */
export function useSwitchPlugin({ name, state }: ShownPlugin) {
  const api = useApi()
  const queries = useQueryClient()
  const refresh = useRefreshDefinitions()
  const what = state === 'disabled' ? 'enable' : 'disable'
  return useMutation({
    mutationFn: (confirm: boolean) => api.post(`/api/plugins/${name}/${what}`, { confirm }),
    onSuccess: () => Promise.all([refresh(), queries.invalidateQueries({ queryKey: [KEY] })]),
  })
}

const settingsUrl = (name: string): string => `/api/plugins/${name}/settings`

/** What a plugin is set to. */
export function usePluginSettings(name: string) {
  const api = useApi()
  return useQuery({
    queryKey: [KEY, name],
    queryFn: ({ signal }) => api.get<PluginSettings>(settingsUrl(name), signal),
  })
}

/** Sets a plugin up. */
export function useSavePluginSettings(name: string) {
  const api = useApi()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (values: Record<string, unknown>) => api.put<PluginSettings>(settingsUrl(name), values),
    onSuccess: () => queries.invalidateQueries({ queryKey: [KEY, name] }),
  })
}
