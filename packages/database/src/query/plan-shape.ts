/** A node of `explain (format json)`. */
export interface PlanNode {
  Plans?: PlanNode[]
  [key: string]: unknown
}

/** What says how rows are found, and not how many or for which values. */
const told = [
  'Node Type',
  'Parent Relationship',
  'Subplan Name',
  'CTE Name',
  'Relation Name',
  'Alias',
  'Index Name',
  'Scan Direction',
  'Join Type',
  'Strategy',
  'Partial Mode',
]
/** conditions hold values, so only how many there are is compared */
const conditions = ['Index Cond', 'Recheck Cond', 'Hash Cond', 'Merge Cond', 'Sort Key', 'Presorted Key']

/** A plan without its figures and values: equal texts mean that rows are found in the same way. */
export function shapeOfPlan(node: PlanNode): string {
  const words = told.flatMap((key) => (node[key] === undefined ? [] : [String(node[key])]))
  const counts = conditions.flatMap((key) => (node[key] === undefined ? [] : [`${key} ${partsOf(node[key])}`]))
  return `${[...words, ...counts].join(', ')}[${(node.Plans ?? []).map(shapeOfPlan).join('; ')}]`
}

const partsOf = (condition: unknown): number =>
  Array.isArray(condition) ? condition.length : String(condition).split(' AND ').length
