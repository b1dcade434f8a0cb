import type { TypedNode } from './types.ts'

/** The parts directly below a node. */
export function childrenOf(node: TypedNode): TypedNode[] {
  switch (node.kind) {
    case 'list':
      return node.items
    case 'logic':
      return node.operands
    case 'not':
      return [node.operand]
    case 'compare':
      return [node.left, node.right]
    case 'in':
      return [node.item, node.list]
    case 'choice':
      return [node.condition, node.whenTrue, node.whenFalse]
    case 'call':
      return node.args
    case 'macro':
      return [node.list, node.body]
    default:
      return []
  }
}

/** Every record path and variable path of a tree, each once, in order of appearance. */
export function readPaths(root: TypedNode): { paths: string[][]; variables: string[][] } {
  const found = { path: new Map<string, string[]>(), variable: new Map<string, string[]>() }
  const visit = (node: TypedNode, items: Items): void => {
    const place = placeOf(node, items)
    if (place) found[place.root].set(place.path.join('.'), place.path)
    if (node.kind !== 'macro') return childrenOf(node).forEach((child) => visit(child, items))
    visit(node.list, items)
    visit(node.body, { ...items, [node.item]: placeOf(node.list, items) })
  }
  visit(root, {})
  return { paths: [...found.path.values()], variables: [...found.variable.values()] }
}

/** Where the items of the lists come from that are gone over; undefined for a list that no path leads to. */
type Items = Record<string, Place | undefined>

interface Place {
  root: 'path' | 'variable'
  path: string[]
}

function placeOf(node: TypedNode, items: Items): Place | undefined {
  if (node.kind === 'path' || node.kind === 'variable') return { root: node.kind, path: node.path }
  const list = node.kind === 'item' ? items[node.name] : undefined
  return list && node.kind === 'item' ? { root: list.root, path: [...list.path, ...node.path] } : undefined
}

/** Whether a part reads an item of the name; `deep`: more of it than the item itself. */
export function readsItem(node: TypedNode, name: string, { deep = false } = {}): boolean {
  if (node.kind === 'item' && node.name === name) return !deep || node.path.length > 0
  return childrenOf(node).some((child) => readsItem(child, name, { deep }))
}

/** The objects whose hierarchies a part asks. */
export function hierarchiesIn(root: TypedNode): string[] {
  const found = new Set<string>()
  const visit = (node: TypedNode): void => {
    const [first] = node.kind === 'call' && node.fn.startsWith('under(') ? node.args : []
    if (first?.type.kind === 'record') found.add(first.type.object)
    childrenOf(node).forEach(visit)
  }
  visit(root)
  return [...found]
}
