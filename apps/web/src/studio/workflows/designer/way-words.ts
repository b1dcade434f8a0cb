import { useTexts } from '@fieldwork/ui'

import { isObject } from '../../model/json.ts'
import type { Way } from '../graph/ways.ts'
import { branchOptions } from '../step-kinds.ts'
import type { StepKind } from '../step-kinds.ts'
import { useDesigner } from './designer-context.ts'

/** What a way is called beside its line; empty for the plain way on. */
export function useWayLabel(): (way: Way) => string {
  const { t } = useTexts('studio')
  const { workflow, kinds } = useDesigner()
  return ({ from, kind, branch = '', to }) => {
    const node = workflow.nodes[from]
    const step = node && kinds.get(node.step)
    if (kind === 'error') return t('wf.ways.error')
    if (kind === 'branch') {
      const label = ownLabel(step, node?.options ?? {}, branch) ?? t(`wf.ways.${branch}`, { defaultValue: branch })
      return to === null && !step?.returns && node?.next ? t('wf.ways.likeElse', { label }) : label
    }
    if (kind !== 'next' || !step) return ''
    if (step.returns) return t('wf.ways.after')
    return step.branches ? t('wf.ways.else') : ''
  }
}

/** What its author calls a branch, or its condition. */
function ownLabel(step: StepKind | undefined, options: Record<string, unknown>, branch: string): string | null {
  if (!step || step.branches !== 'options') return null
  for (const option of branchOptions(step)) {
    const named = options[option]
    const entry = isObject(named) ? named[branch] : undefined
    if (!isObject(entry)) continue
    const { label, when } = entry
    return [label, when].find((text): text is string => typeof text === 'string' && text !== '') ?? null
  }
  return null
}
