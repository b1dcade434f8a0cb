import { useTexts } from '@fieldwork/ui'

import { pointerTokens } from '../../model/json.ts'
import { TRIGGER } from '../graph/ways.ts'
import { PlaceProblems } from '../../publish/place-problems.tsx'
import type { PlanProblem } from '../../publish/types.ts'
import { useDesigner } from './designer-context.ts'
import { useNodeWords } from './node-words.ts'

/** The node, the trigger, or null for the workflow as a whole, that a problem is about. */
export function placeOf(pointer: string): string | null {
  const [first, second] = pointerTokens(pointer)
  if (first === 'nodes' && second !== undefined) return second
  return first === 'trigger' || first === 'object' || first === 'start' ? TRIGGER : null
}

/** What stands in the way of publishing it; each problem leads to its step and input. */
export function WorkflowProblems({ problems, onGo }: { problems: PlanProblem[]; onGo: (pointer: string) => void }) {
  const { t } = useTexts('studio')
  const { workflow } = useDesigner()
  const words = useNodeWords()
  const wordsOf = (pointer: string): string => {
    const place = placeOf(pointer)
    if (place === null) return t('wf.settings')
    return place === TRIGGER ? t('wf.trigger') : place in workflow.nodes ? words(place).title : place
  }
  return <PlaceProblems problems={problems} fine={t('wf.fine')} placeOf={wordsOf} onGo={onGo} />
}
