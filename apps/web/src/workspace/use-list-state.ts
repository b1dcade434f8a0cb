import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'

/** What the address of a list carries. */
export interface ListState {
  view?: string
  q?: string
  filter?: string
  sort?: string
}

/** The list's state, kept in the address so that it can be sent and gone back to. */
export function useListState(): [ListState, (change: Partial<ListState>) => void] {
  const search = useSearch({ strict: false }) as ListState
  const navigate = useNavigate()
  const change = useCallback(
    (next: Partial<ListState>) => {
      void navigate({ to: '.', search: (old: object) => ({ ...old, ...next }), replace: true } as never)
    },
    [navigate],
  )
  return [search, change]
}

/** Two filters as one expression. */
export function bothFilters(first: string | undefined, second: string | undefined): string | undefined {
  const parts = [first, second].filter((part): part is string => Boolean(part?.trim()))
  return parts.length < 2 ? parts[0] : parts.map((part) => `(${part})`).join(' && ')
}
