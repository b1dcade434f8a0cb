import { useQueries } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'

import { useApi } from '../api/api-provider.tsx'
import type { Api } from '../api/create-api.ts'
import { keys } from '../api/keys.ts'
import { listParameters } from '../api/queries.ts'
import type { ListQuery } from '../api/queries.ts'
import type { RecordData, RecordPage } from '../api/types.ts'
import type { TreeNode, TreeRows } from './tree-twig.tsx'

/** siblings asked for at a time */
const PAGE_SIZE = 500

/** The records of a hierarchy as far as it has been opened, each after the one above it; a level is read when it is opened. */
export function useTreeRecords(object: string, query: ListQuery, enabled: boolean) {
  const api = useApi()
  const [open, setOpen] = useState<readonly string[]>([])
  const parents = useMemo(() => [null, ...open], [open])
  const levels = useQueries({
    queries: parents.map((parent) => ({
      queryKey: keys.list(object, { ...query, tree: parent }),
      enabled,
      queryFn: ({ signal }: { signal: AbortSignal }) => readLevel(api, object, { query, parent, signal }),
    })),
  })
  const [top] = levels
  const children = new Map(parents.map((parent, i) => [parent, levels[i]?.data ?? []]))
  const { records, nodes } = flattened(children, open)
  const onToggle = useCallback((record: RecordData) => {
    setOpen((old) => (old.includes(record.id) ? old.filter((id) => id !== record.id) : [...old, record.id]))
  }, [])
  const tree: TreeRows = { nodeOf: (record) => nodes.get(record.id) ?? LEAF, onToggle }
  const failed = levels.find(({ error }) => error)
  return {
    records,
    tree,
    isPending: enabled && (top?.isPending ?? true),
    isLoadingMore: levels.some(({ isFetching }) => isFetching),
    error: failed?.error ?? null,
    retry: () => void failed?.refetch(),
  }
}

const LEAF: TreeNode = { depth: 0, hasChildren: false, isOpen: false }

async function readLevel(
  api: Api,
  object: string,
  { query, parent, signal }: { query: ListQuery; parent: string | null; signal: AbortSignal },
): Promise<RecordData[]> {
  const below = parent === null ? '' : `&parent=${parent}`
  const records: RecordData[] = []
  let after: string | null = null
  do {
    const parameters = listParameters({ ...query, limit: PAGE_SIZE }, after)
    const page: RecordPage = await api.get(`/api/records/${object}/tree${parameters}${below}`, signal)
    records.push(...page.data)
    after = page.page.after
  } while (after)
  return records
}

function flattened(children: ReadonlyMap<string | null, RecordData[]>, open: readonly string[]) {
  const records: RecordData[] = []
  const nodes = new Map<string, TreeNode>()
  const visit = (parent: string | null, depth: number): void => {
    for (const record of children.get(parent) ?? []) {
      if (nodes.has(record.id)) continue
      const isOpen = open.includes(record.id)
      records.push(record)
      nodes.set(record.id, { depth, hasChildren: record['_has_children'] === true, isOpen })
      if (isOpen) visit(record.id, depth + 1)
    }
  }
  visit(null, 0)
  return { records, nodes }
}
