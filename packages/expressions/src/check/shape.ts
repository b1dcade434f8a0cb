import type { ExprType, TypedNode } from '../types.ts'

/** The tree as text with bound literals replaced by `?` and their type; equal shapes compile to equal SQL. */
export function shapeOf(node: TypedNode): string {
  switch (node.kind) {
    case 'literal':
      return node.inline || typeof node.value === 'boolean' ? String(node.value) : `?${typeText(node.type)}`
    case 'null':
      return `null:${typeText(node.type)}`
    case 'path':
      return node.path.join('.')
    case 'variable':
      return `$${node.path.join('.')}`
    case 'item':
      return `@${[node.name, ...node.path].join('.')}`
    case 'macro':
      return `${shapeOf(node.list)}.${node.fn}(${node.item}, ${shapeOf(node.body)})`
    case 'list':
      return `[${shapes(node.items)}]`
    case 'logic':
      return `(${shapes(node.operands, ` ${node.op} `)})`
    case 'not':
      return `!${shapeOf(node.operand)}`
    case 'compare':
      return `(${shapeOf(node.left)} ${node.op} ${shapeOf(node.right)})`
    case 'in':
      return `(${shapeOf(node.item)} in ${shapeOf(node.list)})`
    case 'choice':
      return `(${shapeOf(node.condition)} ? ${shapeOf(node.whenTrue)} : ${shapeOf(node.whenFalse)})`
    case 'call':
      return `${node.fn.slice(0, node.fn.indexOf('('))}(${shapes(node.args)})`
  }
}

function shapes(nodes: TypedNode[], separator = ', '): string {
  return nodes.map(shapeOf).join(separator)
}

function typeText(type: ExprType): string {
  return type.kind === 'list' ? `list<${typeText(type.of)}>` : type.kind
}
