import type { StepKinds } from '../step-kinds.ts'
import type { WorkflowDefinition } from '../workflow.ts'
import { waysFrom } from './ways.ts'
import type { Way } from './ways.ts'

/** A row of the outline: a step with its branches, a way that ends, or one that joins another. */
export type OutlineItem =
  | { kind: 'step'; key: string; into: Way; branches: { way: Way; items: OutlineItem[] }[] }
  | { kind: 'end'; way: Way }
  | { kind: 'join'; way: Way; key: string }

/** A workflow as a list: one step under the other, branches further in. Every step stands in it once. */
export function outlineOf(
  workflow: Pick<WorkflowDefinition, 'start' | 'nodes'>,
  kinds: StepKinds,
  start: Way,
): OutlineItem[] {
  const owned = new Set<string>()
  return chain(start)

  function chain(first: Way): OutlineItem[] {
    const own: { way: Way; key: string }[] = []
    let way: Way | undefined = first
    while (way?.to != null && !owned.has(way.to)) {
      const key: string = way.to
      owned.add(key)
      own.push({ way, key })
      way = waysFrom(workflow, kinds, key).find(({ kind }) => kind === 'next')
    }
    const rows = own.map(({ way: into, key }): OutlineItem => {
      const branches = waysFrom(workflow, kinds, key).filter(({ kind }) => kind !== 'next')
      return { kind: 'step', key, into, branches: branches.map((each) => ({ way: each, items: chain(each) })) }
    })
    if (!way) return rows
    return [...rows, way.to === null ? { kind: 'end', way } : { kind: 'join', way, key: way.to }]
  }
}
