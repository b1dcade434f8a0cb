import type { LocalizedText } from '@fieldwork/expressions'
import { useApi } from '@fieldwork/ui'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'

import type { Json } from '../model/definitions.ts'
import { isObject } from '../model/json.ts'
import type { WorkflowNode } from './workflow.ts'

/** A kind of step, as `GET /api/catalog/steps` describes it. */
export interface StepKind {
  name: string
  label: LocalizedText
  help: LocalizedText
  icon: string
  group: string
  order: number
  /** JSON Schema of what its author fills in */
  options: Json
  /** JSON Schema of what later steps find under `steps.<key>` */
  output: Json
  effect: 'records' | 'outside' | 'control'
  branches?: string[] | 'options'
  /** its branches end in themselves, then the run goes on after the step */
  returns?: true
  item?: { list?: string; object?: string; collection?: string }
}

/** Kinds of steps by name. */
export type StepKinds = ReadonlyMap<string, StepKind>

const STALE_MS = 300_000
const NONE: StepKinds = new Map()

/** The kinds of steps that the program and its plugins know. */
export function useStepKinds(): { kinds: StepKinds; isPending: boolean; error: Error | null } {
  const api = useApi()
  const { data, isPending, error } = useQuery({
    queryKey: ['catalog', 'steps'],
    staleTime: STALE_MS,
    queryFn: ({ signal }) => api.get<{ data: StepKind[] }>('/api/catalog/steps', signal),
  })
  const kinds = useMemo(() => (data ? new Map(data.data.map((kind) => [kind.name, kind])) : NONE), [data])
  return { kinds, isPending, error }
}

/** Groups as the palette orders them; others follow. */
const GROUPS = ['records', 'people', 'tasks', 'messages', 'flow', 'outside']

const place = (group: string): number => (GROUPS.includes(group) ? GROUPS.indexOf(group) : GROUPS.length)

/** The kinds by group, both in order. */
export function groupedKinds(kinds: StepKinds): [string, StepKind[]][] {
  const groups = new Map<string, StepKind[]>()
  for (const kind of kinds.values()) groups.set(kind.group, [...(groups.get(kind.group) ?? []), kind])
  return [...groups]
    .map(([group, found]): [string, StepKind[]] => [group, found.toSorted((a, b) => a.order - b.order)])
    .sort(([a], [b]) => place(a) - place(b) || a.localeCompare(b))
}

/** The options whose keys are ways on. */
export function branchOptions(kind: StepKind): string[] {
  const { properties } = kind.options
  if (!isObject(properties)) return []
  return Object.entries(properties).flatMap(([name, part]) =>
    isObject(part) && part['x-branches'] === true ? [name] : [],
  )
}

/** The ways on that a step has beside `next`, as its kind and its options say, in their order. */
export function branchNames(kind: StepKind | undefined, { options = {}, branches = {} }: WorkflowNode): string[] {
  if (!kind) return Object.keys(branches)
  if (kind.branches !== 'options') return kind.branches ?? []
  return branchOptions(kind).flatMap((option) => {
    const named = options[option]
    return isObject(named) ? inOrder(named) : []
  })
}

const orderOf = (entry: unknown): number =>
  isObject(entry) && typeof entry['order'] === 'number' ? entry['order'] : 1000

function inOrder(named: Json): string[] {
  return Object.entries(named)
    .toSorted(([, a], [, b]) => orderOf(a) - orderOf(b))
    .map(([name]) => name)
}
