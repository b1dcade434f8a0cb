import { nodesAlong, STEP } from '../types/cascading-select/tree.ts'
import type { Tree, TreeNode } from '../types/cascading-select/tree.ts'
import type { FieldShape } from './field-shape.ts'
import { ownOption } from './field-shape.ts'

type Locale = 'en' | 'zh-CN'

/** The labels along a path; keys that the tree no longer has are shown as they are. */
export function pathText(field: FieldShape, value: unknown, locale: Locale): string {
  const path = String(value)
  const nodes = nodesAlong(treeOf(field), path)
  return nodes ? nodes.map((node) => labelOf(node, locale)).join(` ${STEP} `) : path
}

/** The options of a field. */
export function treeOf(field: FieldShape): Tree {
  return (ownOption(field, 'options') ?? {}) as unknown as Tree
}

/** A draft has labels that are not filled in yet. */
export function labelOf(node: Partial<TreeNode>, locale: Locale): string {
  return node.label?.[locale] ?? ''
}
