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
    default:
      return []
  }
}

/** Every record path and variable path of a tree, each once, in order of appearance. */
export function readPaths(root: TypedNode): { paths: string[][]; variables: string[][] } {
  const found = { path: new Map<string, string[]>(), variable: new Map<string, string[]>() }
  const visit = (node: TypedNode): void => {
    if (node.kind === 'path' || node.kind === 'variable') found[node.kind].set(node.path.join('.'), node.path)
    childrenOf(node).forEach(visit)
  }
  visit(root)
  return { paths: [...found.path.values()], variables: [...found.variable.values()] }
}
