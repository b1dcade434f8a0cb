import dagre from '@dagrejs/dagre'

import type { StepKinds } from '../step-kinds.ts'
import type { WorkflowDefinition } from '../workflow.ts'
import { TRIGGER, waysOf } from './ways.ts'
import type { Way } from './ways.ts'

/** Size of a step in the drawing, in pixels. */
export const STEP_SIZE = { width: 236, height: 60 }
/** Size of the mark at the end of a way that leads nowhere yet. */
export const END_SIZE = { width: 28, height: 28 }

/** Where the corner of a thing stands. */
export interface Corner {
  x: number
  y: number
}

/** A workflow as it is drawn: corners by node, and by way for the ends. */
export interface Drawing {
  ways: Way[]
  corners: Map<string, Corner>
  /** by way: points that it goes through, where it passes steps */
  bends: Map<string, Corner[]>
}

/** Name of the mark at the end of a way. */
export const endOf = ({ id }: Pick<Way, 'id'>): string => `@end:${id}`

/** Draws a workflow from top to bottom; steps that were put somewhere by hand stand there. */
export function drawWorkflow(workflow: Pick<WorkflowDefinition, 'start' | 'nodes'>, kinds: StepKinds): Drawing {
  const ways = waysOf(workflow, kinds)
  const graph = new dagre.graphlib.Graph({ multigraph: true })
  graph.setGraph({ rankdir: 'TB', nodesep: 44, ranksep: 62, marginx: 20, marginy: 20 })
  graph.setDefaultEdgeLabel(() => ({}))
  graph.setNode(TRIGGER, { ...STEP_SIZE })
  for (const key of Object.keys(workflow.nodes)) graph.setNode(key, { ...STEP_SIZE })
  for (const way of ways) if (way.to === null) graph.setNode(endOf(way), { ...END_SIZE })
  for (const way of ways) graph.setEdge(way.from, way.to ?? endOf(way), {}, way.id)
  for (const [from, to] of returns(workflow, kinds, ways)) graph.setEdge(from, to, {}, `@return:${from}`)
  dagre.layout(graph)
  const drawing: Drawing = {
    ways,
    corners: new Map(graph.nodes().map((name) => [name, cornerOf(graph.node(name))])),
    bends: new Map(ways.map((way) => [way.id, bendsOf(graph.edge(way.from, way.to ?? endOf(way), way.id).points)])),
  }
  for (const [key, { place }] of Object.entries(workflow.nodes)) if (place) move(drawing, key, place)
  return drawing
}

/** A way to the next row has a beginning, a middle and an end: it needs no bends. */
const STRAIGHT = 3

function bendsOf(points: Corner[]): Corner[] {
  return points.length <= STRAIGHT ? [] : points.slice(1, -1)
}

function cornerOf({ x, y, width, height }: Corner & { width: number; height: number }): Corner {
  return { x: Math.round(x - width / 2), y: Math.round(y - height / 2) }
}

/** Puts a step where its author wants it; the ends of its ways go with it. */
function move({ ways, corners, bends }: Drawing, key: string, place: Corner): void {
  const was = corners.get(key)
  corners.set(key, place)
  if (!was) return
  for (const way of ways) {
    if (way.from === key || way.to === key) bends.delete(way.id)
    const end = way.from === key && way.to === null ? corners.get(endOf(way)) : undefined
    if (end) corners.set(endOf(way), { x: end.x + place.x - was.x, y: end.y + place.y - was.y })
  }
}

/** What comes after a loop stands below its branches: from each end within it to what follows it. */
function returns({ nodes }: Pick<WorkflowDefinition, 'nodes'>, kinds: StepKinds, ways: Way[]): [string, string][] {
  return Object.entries(nodes).flatMap(([key, { step }]) => {
    const after = ways.find(({ from, kind }) => from === key && kind === 'next')
    if (kinds.get(step)?.returns !== true || !after) return []
    const inside = insideOf(key, ways)
    const ends = ways.filter(({ from, to, kind, branch }) => {
      const isOwn = from === key && kind === 'branch' && branch !== undefined
      return to === null && (isOwn || (inside.has(from) && kind === 'next'))
    })
    return ends.map((way): [string, string] => [endOf(way), after.to ?? endOf(after)])
  })
}

/** The nodes in the branches of a step. */
function insideOf(key: string, ways: Way[]): Set<string> {
  const found = new Set<string>()
  const queue = ways.flatMap(({ from, kind, to }) => (from === key && kind === 'branch' && to !== null ? [to] : []))
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (found.has(next) || next === key) continue
    found.add(next)
    for (const { from, to } of ways) if (from === next && to !== null) queue.push(to)
  }
  return found
}
