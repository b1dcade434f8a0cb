import { diffPaths, sameJson } from '../../model/json.ts'
import type { PathChange } from '../../model/json.ts'
import type { StepMark } from '../designer/designer-context.ts'
import { TRIGGER } from '../graph/ways.ts'
import type { WorkflowDefinition } from '../workflow.ts'

type Versions = { from: WorkflowDefinition | null; to: WorkflowDefinition | null }

/** What differs of each step and of the trigger, as marks for both drawings; where a step stands does not count. */
export function changeMarks({ from, to }: Versions): { from: Map<string, StepMark>; to: Map<string, StepMark> } {
  const marks = { from: new Map<string, StepMark>(), to: new Map<string, StepMark>() }
  const keys = new Set([...Object.keys(from?.nodes ?? {}), ...Object.keys(to?.nodes ?? {})])
  for (const key of keys) {
    const [before, after] = [from?.nodes[key], to?.nodes[key]]
    if (!before) marks.to.set(key, { change: 'added' })
    else if (!after) marks.from.set(key, { change: 'removed' })
    else if (!sameJson(withoutPlace(before), withoutPlace(after))) {
      marks.from.set(key, { change: 'changed' })
      marks.to.set(key, { change: 'changed' })
    }
  }
  if (from && to && !sameJson([from.trigger, from.object], [to.trigger, to.object])) {
    marks.from.set(TRIGGER, { change: 'changed' })
    marks.to.set(TRIGGER, { change: 'changed' })
  }
  return marks
}

function withoutPlace<T extends object>(node: T): Omit<T, 'place'> {
  const { place: _place, ...rest } = node as T & { place?: unknown }
  return rest
}

/** What differs, by path: of one step or the trigger, or of everything. */
export function changesOf({ from, to }: Versions, selected: string | null): PathChange[] {
  const start = selected === null ? '' : selected === TRIGGER ? '/trigger' : `/nodes/${selected}`
  return diffPaths(from ?? undefined, to ?? undefined).filter(
    ({ pointer }) => !pointer.endsWith('/place') && !pointer.includes('/place/') && isUnder(pointer, start),
  )
}

const isUnder = (pointer: string, start: string): boolean =>
  start === '' || pointer === start || pointer.startsWith(`${start}/`)
