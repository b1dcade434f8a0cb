import type { TimeLeft } from '../approvals/types.ts'

/** Something to do: a decision, a deadline or a record. */
export interface Todo {
  key: string
  object: string
  record: { id: string; label: string | null }
  note: string
  due: string | null
  left?: TimeLeft | null | undefined
}

/** One kind of what there is to do; it comes by pages. */
export interface Part {
  query: {
    isLoading: boolean
    error: unknown
    refetch: () => unknown
    hasNextPage: boolean
    isFetchingNextPage: boolean
    fetchNextPage: () => unknown
  }
  todos: Todo[]
}
