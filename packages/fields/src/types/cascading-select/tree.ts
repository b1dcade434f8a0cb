import type { Json, LocalizedText, Property } from '../../field-type.ts'

/** Levels that a tree may have. */
export const MOST_LEVELS = 6
/** Between the keys of a path. */
export const STEP = '/'

/** One option of a tree, as the normal form has it. */
export interface TreeNode {
  order: number
  label: LocalizedText
  color?: string
  active?: boolean
  children?: Tree
}

/** Options of one level by their keys. */
export type Tree = { [key: string]: TreeNode }

/** The options with an order and a label for each. */
export function fullTree(options: unknown): Tree {
  return Object.fromEntries(
    Object.entries((options ?? {}) as Record<string, Partial<TreeNode>>).map(([key, node], index) => [
      key,
      {
        ...node,
        order: node.order ?? index + 1,
        label: node.label ?? { en: key, 'zh-CN': key },
        ...(node.children && { children: fullTree(node.children) }),
      },
    ]),
  )
}

const trees = new WeakMap<object, Tree>()

/** The options of a field. */
export function treeOf(property: Property): Tree {
  const options = property['x-field'].options as object | undefined
  const known = options && trees.get(options)
  if (known) return known
  const made = fullTree(options)
  if (options) trees.set(options, made)
  return made
}

/** The nodes along a path, from the first level on; null where it leads nowhere. */
export function nodesAlong(tree: Tree, path: string): TreeNode[] | null {
  const nodes: TreeNode[] = []
  let level: Tree | undefined = tree
  for (const key of path.split(STEP)) {
    const node: TreeNode | undefined = level && Object.hasOwn(level, key) ? level[key] : undefined
    if (!node) return null
    nodes.push(node)
    level = node.children
  }
  return nodes
}

interface FoundPath {
  path: string
  nodes: TreeNode[]
}

/** Every path of the tree with its nodes, in order; equal orders by key. */
export function* pathsOf(tree: Tree, before = '', above: TreeNode[] = []): Generator<FoundPath> {
  for (const [key, node] of inOrder(tree)) {
    const nodes = [...above, node]
    yield { path: before + key, nodes }
    if (node.children) yield* pathsOf(node.children, before + key + STEP, nodes)
  }
}

function inOrder(tree: Tree): [string, TreeNode][] {
  return Object.entries(tree).sort(([a, x], [b, y]) => x.order - y.order || (a < b ? -1 : 1))
}

/** Whether a node ends a path: nothing below it is in use. */
export function isLeaf({ children }: TreeNode): boolean {
  return !children || Object.values(children).every(({ active }) => active === false)
}

/** A text that can be a path, for values that are read loosely. */
export const asPath = (value: Json): string => (typeof value === 'string' ? value : '')
