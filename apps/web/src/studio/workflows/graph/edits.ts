import { suggestName } from '../../model/api-name.ts'
import type { StepKind, StepKinds } from '../step-kinds.ts'
import { branchOptions } from '../step-kinds.ts'
import type { WorkflowDefinition, WorkflowNode } from '../workflow.ts'
import { waysOf, withWay } from './ways.ts'
import type { Way } from './ways.ts'

/** A new step of a kind, with the ways that it cannot be without. */
export function newNode(kind: StepKind): WorkflowNode {
  const options = kind.branches === 'options' ? startingBranches(kind) : {}
  return { step: kind.name, ...(Object.keys(options).length === 0 ? {} : { options }) }
}

function startingBranches(kind: StepKind): Record<string, unknown> {
  const { properties, required } = kind.options as {
    properties?: Record<string, { minProperties?: number; additionalProperties?: { required?: string[] } }>
    required?: string[]
  }
  const wanted = branchOptions(kind).filter((option) => required?.includes(option))
  return Object.fromEntries(
    wanted.map((option) => {
      const { minProperties = 1, additionalProperties } = properties?.[option] ?? {}
      const entry = additionalProperties?.required?.includes('when') ? { when: '' } : {}
      const names = Array.from({ length: minProperties }, (_, at) => [`way_${at + 1}`, entry] as const)
      return [option, Object.fromEntries(names)]
    }),
  )
}

/** A free name for a step. */
export function freeKey({ nodes }: Pick<WorkflowDefinition, 'nodes'>, stem: string): string {
  return suggestName({ label: stem.replaceAll('-', ' '), fallback: 'step', taken: Object.keys(nodes) })
}

interface Insertion {
  way: Way
  key: string
  node: WorkflowNode
}

/** Puts a step on a way: what the way led to comes after it. */
export function insertNode(workflow: WorkflowDefinition, { way, key, node }: Insertion): WorkflowDefinition {
  const { next: _next, branches: _branches, onError: _onError, place: _place, ...rest } = node
  const inserted = { ...rest, ...(way.to === null ? {} : { next: way.to }) }
  return withWay({ ...workflow, nodes: { ...workflow.nodes, [key]: inserted } }, way, key)
}

/** Takes a step out: what led to it leads to what came after it; what only it led to goes too. */
export function removeNode(workflow: WorkflowDefinition, kinds: StepKinds, key: string): WorkflowDefinition {
  const before = reached(workflow, kinds)
  const after = workflow.nodes[key]?.next
  const target = after !== undefined && after !== key && Object.hasOwn(workflow.nodes, after) ? after : null
  const led = waysOf(workflow, kinds).filter(({ to }) => to === key)
  const joined = led.reduce((known, way) => withWay(known, way, target), workflow)
  const { [key]: _removed, ...nodes } = joined.nodes
  const without = { ...joined, nodes }
  const still = reached(without, kinds)
  const kept = Object.entries(nodes).filter(([name]) => still.has(name) || !before.has(name))
  return { ...without, nodes: Object.fromEntries(kept) }
}

/** The nodes that a run can come to. */
function reached(workflow: WorkflowDefinition, kinds: StepKinds): Set<string> {
  const ways = waysOf(workflow, kinds)
  const found = new Set<string>()
  const queue = ways.flatMap(({ kind, to }) => (kind === 'start' && to !== null ? [to] : []))
  for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
    if (found.has(key)) continue
    found.add(key)
    for (const { from, to } of ways) if (from === key && to !== null) queue.push(to)
  }
  return found
}

/** Calls a step by another name, everywhere: in the ways that lead to it and in expressions over its result. */
export function renameNode(workflow: WorkflowDefinition, kinds: StepKinds, names: { from: string; to: string }) {
  const { from, to } = names
  const led = waysOf(workflow, kinds).filter((way) => way.to === from)
  const entries = Object.entries(workflow.nodes).map(([key, node]) => [key === from ? to : key, node] as const)
  const renamed = { ...workflow, nodes: Object.fromEntries(entries) }
  const joined = led.reduce(
    (known, way) => withWay(known, { ...way, from: way.from === from ? to : way.from }, to),
    renamed as WorkflowDefinition,
  )
  return { ...joined, nodes: inTexts(joined.nodes, new RegExp(`\\b(steps|items)\\.${from}\\b`, 'g'), `$1.${to}`) }
}

function inTexts<T>(value: T, pattern: RegExp, put: string): T {
  if (typeof value === 'string') return value.replace(pattern, put) as T
  if (Array.isArray(value)) return value.map((item: unknown) => inTexts(item, pattern, put)) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, inTexts(entry, pattern, put)])) as T
}

/** The workflow with parts of a step changed; undefined takes a part away. */
export function changeNode(
  workflow: WorkflowDefinition,
  key: string,
  part: { [Member in keyof WorkflowNode]?: WorkflowNode[Member] | undefined },
): WorkflowDefinition {
  const node = workflow.nodes[key]
  if (!node) return workflow
  const entries = Object.entries({ ...node, ...part }).filter(([, value]) => value !== undefined)
  return { ...workflow, nodes: { ...workflow.nodes, [key]: Object.fromEntries(entries) as unknown as WorkflowNode } }
}
