import { useQuery } from '@tanstack/react-query'

import { useApi } from '../api/api-provider.tsx'
import { keys } from '../api/keys.ts'

/** By field, what the column adds up to over all records, not only those that are shown. */
export type ColumnTotals = Record<string, unknown>

interface TotalsInput {
  /** empty: all records that the person may see */
  filter: string
  /** what is searched for */
  q?: string
  columns: Record<string, { aggregate?: string }> | undefined
  isWanted: boolean
}

/** The totals of the columns that have one. */
export function useTotals(object: string, { filter, q = '', columns = {}, isWanted }: TotalsInput): ColumnTotals {
  const api = useApi()
  const measured = Object.entries(columns).flatMap(([name, { aggregate }]) => (aggregate ? [{ name, aggregate }] : []))
  const measures = measured.map(({ name, aggregate }) => (aggregate === 'count' ? 'count()' : `${aggregate}(${name})`))
  const query = useQuery({
    queryKey: [...keys.records(object), 'totals', filter, q, measures],
    enabled: isWanted && measures.length > 0,
    queryFn: ({ signal }) => {
      const parameters = new URLSearchParams({
        measures: [...new Set(measures)].join(','),
        ...(filter === '' ? {} : { filter }),
        ...(q === '' ? {} : { q }),
      })
      const path = `/api/records/${object}/aggregate?${parameters.toString()}`
      return api.get<{ data: Record<string, unknown>[] }>(path, signal)
    },
  })
  const row = query.data?.data[0]
  if (!row) return {}
  return Object.fromEntries(measured.map(({ name }, at) => [name, row[measures[at] ?? '']]))
}
