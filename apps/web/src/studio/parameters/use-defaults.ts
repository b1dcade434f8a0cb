import { useApi } from '@fieldwork/ui'
import { useQueries } from '@tanstack/react-query'

import type { DefinitionList } from '../catalog/types.ts'
import type { ParameterDefinition, ParameterValue } from '../model/parameters.ts'

/** What a parameter is where the workspace says nothing, and which layer says so. */
export interface ParameterDefault {
  value: ParameterValue
  layer: string
}

/** The shipped values of parameters by name; those of the workspace's own parameters are missing. */
export function useParameterDefaults(layers: readonly string[]): ReadonlyMap<string, ParameterDefault> {
  const api = useApi()
  const answers = useQueries({
    queries: layers.map((layer) => ({
      queryKey: ['metadata', 'parameter', 'layer', layer],
      queryFn: async ({ signal }: { signal: AbortSignal }) => {
        const url = `/api/metadata/parameter?layer=${encodeURIComponent(layer)}`
        return (await api.get<DefinitionList<Partial<ParameterDefinition>>>(url, signal)).data
      },
    })),
  })
  // a later layer lies over an earlier one
  const values = answers.flatMap(({ data = [] }, index) =>
    data.flatMap(({ name, value }) =>
      name === undefined || value === undefined ? [] : [[name, { value, layer: layers[index] ?? '' }] as const],
    ),
  )
  return new Map(values)
}
