import type { Enclosure } from '../../compiled-workflow.ts'
import type { StepDescriptor } from '../../extensions.ts'
import type { Node } from '../../generated/workflow.ts'
import { pointerOf } from '../../json/pointer.ts'
import type { ProblemSink } from '../../problems.ts'
import { text } from '../../words.ts'
import { reportUnknownName } from '../report.ts'

interface Graph {
  start: string
  nodes: Readonly<Record<string, Node>>
  descriptors: ReadonlyMap<string, StepDescriptor>
  sink: ProblemSink
}

/** A way from one node to another. */
interface Way {
  to: string
  pointer: string
  /** the branch of a step that goes on after its branches have ended */
  into: string | null
}

/** What the ways between the nodes say of each. */
export interface GraphShape {
  /** by node that can be reached: the loops and parallel steps around it, outermost first */
  inside: ReadonlyMap<string, readonly Enclosure[]>
  /** by node: those that may have run before it */
  before: ReadonlyMap<string, ReadonlySet<string>>
}

/** Checks where the nodes lead: to nodes that exist, never back, never into the middle of a loop; none is left over. */
export function checkGraph(graph: Graph): GraphShape {
  const { start, nodes, sink } = graph
  const inside = new Map<string, readonly Enclosure[]>()
  const before = new Map<string, Set<string>>()
  const known = Object.keys(nodes)
  if (!Object.hasOwn(nodes, start)) {
    reportUnknownName(sink, { pointer: '/start', found: start, known, what: ['node', '节点'] })
    return { inside, before }
  }
  inside.set(start, [])
  for (const key of orderOf(graph)) follow({ ...graph, inside, before }, key)
  for (const key of known) if (!inside.has(key)) reportUnreached(sink, key)
  return { inside, before }
}

interface Walk extends Graph {
  inside: Map<string, readonly Enclosure[]>
  before: Map<string, Set<string>>
}

function follow(walk: Walk, key: string): void {
  const { inside, before, sink } = walk
  const place = inside.get(key) ?? []
  for (const { to, pointer, into } of waysOf(walk, key)) {
    const wanted = into === null ? place : [...place, { node: key, branch: into }]
    const found = inside.get(to)
    if (found && !isSame(found, wanted)) reportCrossing(sink, pointer, to)
    else inside.set(to, wanted)
    const sources = before.get(to) ?? new Set()
    before.set(to, sources.add(key))
    for (const earlier of before.get(key) ?? []) sources.add(earlier)
  }
}

const isSame = (a: readonly Enclosure[], b: readonly Enclosure[]): boolean =>
  a.length === b.length && a.every((each, at) => each.node === b[at]?.node && each.branch === b[at].branch)

/** The ways on from a node, those to nodes that are not there left out; what is wrong with them was told before. */
function waysOf({ nodes, descriptors }: Graph, key: string): Way[] {
  const node = nodes[key]!
  const returns = descriptors.get(node.step)?.returns === true
  const at = (...parts: string[]) => pointerOf('nodes', key, ...parts)
  const ways = [
    ...Object.entries(node.branches ?? {}).map(([branch, to]) => ({
      to,
      pointer: at('branches', branch),
      into: returns ? branch : null,
    })),
    ...(node.next === undefined ? [] : [{ to: node.next, pointer: at('next'), into: null }]),
    ...(typeof node.onError === 'object'
      ? [{ to: node.onError.node, pointer: at('onError', 'node'), into: null }]
      : []),
  ]
  return ways.filter(({ to }) => Object.hasOwn(nodes, to))
}

/** Every node that can be reached after all that lead to it; what leads back is reported and left out. */
function orderOf(graph: Graph): string[] {
  const states = new Map<string, 'open' | 'done'>()
  const order: string[] = []
  visit(graph.start)
  return order.toReversed()

  function visit(key: string): void {
    states.set(key, 'open')
    for (const { to, pointer } of waysOf(graph, key)) {
      if (states.get(to) === 'open') reportCycle(graph.sink, pointer, to)
      else if (!states.has(to)) visit(to)
    }
    states.set(key, 'done')
    order.push(key)
  }
}

/** Checks that the nodes that a node names exist. */
export function checkTargets(sink: ProblemSink, key: string, { node, known }: { node: Node; known: string[] }): void {
  const at = (...parts: string[]) => pointerOf('nodes', key, ...parts)
  const check = (pointer: string, found: string | undefined) => {
    if (found === undefined || known.includes(found)) return
    reportUnknownName(sink, { pointer, found, known, what: ['node', '节点'] })
  }
  check(at('next'), node.next)
  for (const [branch, to] of Object.entries(node.branches ?? {})) check(at('branches', branch), to)
  if (typeof node.onError === 'object') check(at('onError', 'node'), node.onError.node)
}

function reportUnreached(sink: ProblemSink, key: string): void {
  const message = text(`No way leads to the node “${key}”`, `没有路径通向节点“${key}”`)
  sink.add({ pointer: pointerOf('nodes', key), code: 'unreachable_node', message, params: { node: key } })
}

function reportCycle(sink: ProblemSink, pointer: string, to: string): void {
  const message = text(
    `This leads back to “${to}”: what is to be repeated belongs into a loop`,
    `此路径回到了“${to}”：需要重复的步骤请放入循环`,
  )
  sink.add({ pointer, code: 'cycle', message, params: { node: to } })
}

function reportCrossing(sink: ProblemSink, pointer: string, to: string): void {
  const message = text(
    `“${to}” stands both inside and outside of a loop or branch: ways do not lead in or out of one`,
    `“${to}”同时位于循环（或分支）的内部和外部：路径不能从外部进入或从内部离开`,
  )
  sink.add({ pointer, code: 'crosses_loop', message, params: { node: to } })
}
