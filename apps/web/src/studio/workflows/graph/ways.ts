import { branchNames } from '../step-kinds.ts'
import type { StepKinds } from '../step-kinds.ts'
import type { WorkflowDefinition } from '../workflow.ts'

/** What the trigger is called among the nodes of a drawing; no node can be called so. */
export const TRIGGER = '@trigger'

/** A way on from the trigger or a node; `to` is null where it leads nowhere yet. */
export interface Way {
  id: string
  from: string
  kind: 'start' | 'next' | 'branch' | 'error'
  /** name of the branch */
  branch?: string
  to: string | null
}

type Drawn = Pick<WorkflowDefinition, 'start' | 'nodes'>

/** Steps after which nothing can follow. */
const ENDINGS: ReadonlySet<string> = new Set(['stop'])

/** Every way of a workflow, those that lead nowhere yet included, in the order in which they are drawn. */
export function waysOf(workflow: Drawn, kinds: StepKinds): Way[] {
  const { start, nodes } = workflow
  const to = (key: string | undefined): string | null => (key !== undefined && Object.hasOwn(nodes, key) ? key : null)
  return [
    { id: 'start', from: TRIGGER, kind: 'start', to: to(start) },
    ...Object.keys(nodes).flatMap((key) => waysFrom(workflow, kinds, key)),
  ]
}

/** The ways on from one node. */
export function waysFrom({ nodes }: Drawn, kinds: StepKinds, key: string): Way[] {
  const node = nodes[key]
  if (!node) return []
  const to = (target: string | undefined): string | null =>
    target !== undefined && Object.hasOwn(nodes, target) ? target : null
  const branches = branchNames(kinds.get(node.step), node).map((branch): Way => {
    return { id: `branch:${key}:${branch}`, from: key, kind: 'branch', branch, to: to(node.branches?.[branch]) }
  })
  const next: Way[] = ENDINGS.has(node.step) ? [] : [{ id: `next:${key}`, from: key, kind: 'next', to: to(node.next) }]
  const error: Way[] =
    typeof node.onError === 'object'
      ? [{ id: `error:${key}`, from: key, kind: 'error', to: to(node.onError.node) }]
      : []
  return [...branches, ...next, ...error]
}

/** The workflow with a way leading to a node, or nowhere. */
export function withWay<T extends Drawn>(
  workflow: T,
  way: Pick<Way, 'from' | 'kind' | 'branch'>,
  to: string | null,
): T {
  if (way.kind === 'start') return { ...workflow, start: to ?? '' }
  const node = workflow.nodes[way.from]
  if (!node) return workflow
  const { next, branches = {}, onError, ...rest } = node
  const kept = {
    ...(next === undefined ? {} : { next }),
    ...(Object.keys(branches).length === 0 ? {} : { branches }),
    ...(onError === undefined ? {} : { onError }),
  }
  return {
    ...workflow,
    nodes: { ...workflow.nodes, [way.from]: { ...rest, ...kept, ...changedWay(way, branches, to) } },
  }
}

function changedWay(
  { kind, branch = '' }: Pick<Way, 'kind' | 'branch'>,
  branches: Record<string, string>,
  to: string | null,
) {
  if (kind === 'error') return { onError: to === null ? undefined : { node: to } }
  if (kind === 'next') return { next: to ?? undefined }
  const { [branch]: _old, ...others } = branches
  const all = to === null ? others : { ...others, [branch]: to }
  return { branches: Object.keys(all).length === 0 ? undefined : all }
}
