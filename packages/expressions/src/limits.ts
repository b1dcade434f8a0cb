/**
 * What one expression may cost: UTF-16 units of source, nodes of the tree, levels of nesting, lists gone over, and
 * lists gone over inside of one another.
 */
export const limits: Record<'maxLength' | 'maxNodes' | 'maxDepth' | 'maxLists' | 'maxNestedLists', number> = {
  maxLength: 20_000,
  maxNodes: 1_000,
  maxDepth: 100,
  maxLists: 30,
  maxNestedLists: 3,
}
