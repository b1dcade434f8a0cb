/**
 * Finds circles in a graph (Tarjan, "Depth-first search and linear graph algorithms", 1972).
 *
 * @param graph targets by node
 * @returns every strongly connected set of two or more nodes, and every node that points to itself
 */
export function findCycles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const state: Search = { graph, index: new Map(), stack: [], cycles: [] }
  for (const node of graph.keys()) {
    if (!state.index.has(node)) search(state, node)
  }
  return state.cycles
}

interface Search {
  graph: ReadonlyMap<string, readonly string[]>
  /** Order of the first visit. */
  index: Map<string, number>
  stack: string[]
  cycles: string[][]
}

function search(state: Search, node: string): number {
  const own = state.index.size
  state.index.set(node, own)
  state.stack.push(node)
  let low = own
  for (const target of state.graph.get(node) ?? []) {
    if (!state.index.has(target)) low = Math.min(low, search(state, target))
    else if (state.stack.includes(target)) low = Math.min(low, state.index.get(target)!)
  }
  if (low === own) closeComponent(state, node)
  return low
}

function closeComponent({ graph, stack, cycles }: Search, node: string): void {
  const members = stack.splice(stack.indexOf(node))
  if (members.length > 1 || graph.get(node)?.includes(node)) cycles.push(members)
}
