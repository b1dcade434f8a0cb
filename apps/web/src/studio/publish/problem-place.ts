import type { LayoutPurpose } from '../model/definitions.ts'
import { pointerTokens } from '../model/json.ts'
import { studioPaths } from '../paths.ts'
import type { PlanProblem } from './types.ts'

/** The page of the studio where a problem can be solved; null when there is none. */
export function problemPlace(
  problem: PlanProblem,
  layoutOf: (name: string) => { object: string; purpose: LayoutPurpose } | undefined,
  viewOf: (name: string) => { object: string } | undefined,
): string | null {
  const { kind, name = '', pointer = '' } = problem
  const [first, second, third, fourth] = pointerTokens(pointer)
  if (kind === 'layout') {
    const layout = layoutOf(name)
    return layout ? studioPaths.layout(layout.object, layout.purpose, name, second) : null
  }
  if (kind === 'view') {
    const view = viewOf(name)
    return view ? studioPaths.object(view.object, 'views', name) : null
  }
  if (kind === 'conversion') return studioPaths.conversion(name, pointer)
  if (kind === 'workflow') return studioPaths.workflow(name, pointer)
  if (kind === 'approval') return studioPaths.approval(name, pointer)
  if (kind === 'calendar') return studioPaths.calendar(name)
  if (kind === 'deadline') return studioPaths.deadline(name, pointer)
  if (kind === 'print-template') return studioPaths.print(name, pointer)
  if (kind === 'connection') return studioPaths.connection(name, pointer)
  if (kind === 'role') return studioPaths.role(name, first === 'grants' ? 'rights' : 'settings', second)
  if (kind === 'dimension') return studioPaths.dimensions
  if (kind === 'parameter') return studioPaths.parameters
  if (kind === 'member-rule') return studioPaths.memberRules
  if (kind?.includes('.')) return studioPaths.kindDocument(kind, name, pointer)
  if (kind !== 'object') return null
  if (first === 'properties') return studioPaths.object(name, 'fields', second)
  if (first === 'x-object' && second === 'rules') return studioPaths.object(name, 'rules', third)
  if (first === 'x-object' && second === 'duplicates') return studioPaths.object(name, 'duplicates', third)
  if (first === 'x-object' && second === 'states') return studioPaths.object(name, 'states', fourth)
  if (first === 'x-object' && (second === 'recordTypes' || second === 'completeness'))
    return studioPaths.object(name, 'record-types', third)
  if (first === 'x-object' && (second === 'dimensions' || second === 'access'))
    return studioPaths.object(name, 'access')
  return studioPaths.object(name, first === 'x-object' ? 'settings' : 'fields')
}
