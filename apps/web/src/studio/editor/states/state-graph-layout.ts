import type { States } from '../../model/definitions.ts'

/** Where a state stands in the picture: column by distance from the start, row within it. */
export interface StateNode {
  state: string
  column: number
  row: number
}

/** One way between two states. */
export interface StateEdge {
  name: string
  from: string
  to: string
}

/** The picture of a state model in cells. */
export interface StatePicture {
  nodes: StateNode[]
  edges: StateEdge[]
  columns: number
  rows: number
}

/** Places the states by how many steps they are from the initial one; states that nothing leads to come last. */
export function layoutStates(states: States, options: string[]): StatePicture {
  const edges = Object.entries(states.transitions ?? {}).flatMap(([name, { from, to }]) =>
    from.map((source) => ({ name, from: source, to })),
  )
  const known = edges.filter((edge) => options.includes(edge.from) && options.includes(edge.to))
  const distances = distancesFrom(states.initial, known)
  const last = Math.max(0, ...distances.values())
  const rows = new Map<number, number>()
  const nodes = options.map((state) => {
    const column = distances.get(state) ?? last + 1
    const row = rows.get(column) ?? 0
    rows.set(column, row + 1)
    return { state, column, row }
  })
  return {
    nodes,
    edges: known,
    columns: Math.max(1, ...nodes.map((node) => node.column + 1)),
    rows: Math.max(1, ...rows.values()),
  }
}

function distancesFrom(initial: string, edges: StateEdge[]): Map<string, number> {
  const distances = new Map([[initial, 0]])
  const queue = [initial]
  for (let state = queue.shift(); state !== undefined; state = queue.shift()) {
    for (const edge of edges) {
      if (edge.from !== state || distances.has(edge.to)) continue
      distances.set(edge.to, (distances.get(state) ?? 0) + 1)
      queue.push(edge.to)
    }
  }
  return distances
}
