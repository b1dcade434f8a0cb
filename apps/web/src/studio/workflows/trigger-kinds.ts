import type { LocalizedText } from '@fieldwork/expressions'
import { useApi, useTexts } from '@fieldwork/ui'
import { useQuery } from '@tanstack/react-query'

import type { Json } from '../model/definitions.ts'

/** A trigger of a plugin, as `GET /api/catalog/triggers` describes it. */
export interface TriggerKind {
  name: string
  label: LocalizedText
  help: LocalizedText
  icon: string
  order: number
  /** JSON Schema of when it begins a workflow */
  options: Json
  /** JSON Schema of what it tells */
  values: Json
}

const STALE_MS = 300_000
const NONE: readonly TriggerKind[] = []

/** What plugins may tell workflows, in their order. */
export function useTriggerKinds(): readonly TriggerKind[] {
  const api = useApi()
  const { data } = useQuery({
    queryKey: ['catalog', 'triggers'],
    staleTime: STALE_MS,
    queryFn: async ({ signal }) => {
      const answer = await api.get<{ data: TriggerKind[] }>('/api/catalog/triggers', signal)
      return answer.data.toSorted((a, b) => a.order - b.order)
    },
  })
  return data ?? NONE
}

/** What a trigger of a plugin is called; its name while that is not known. */
export function useTriggerLabel(): (name: string) => string {
  const kinds = useTriggerKinds()
  const { locale } = useTexts()
  return (name) => kinds.find((kind) => kind.name === name)?.label[locale] ?? name
}
