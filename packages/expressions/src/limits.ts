/** What one expression may cost: UTF-16 units of source, nodes of the tree, levels of nesting. */
export const limits: { maxLength: number; maxNodes: number; maxDepth: number } = {
  maxLength: 20_000,
  maxNodes: 1_000,
  maxDepth: 100,
}
