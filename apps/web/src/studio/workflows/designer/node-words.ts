import { useTexts } from '@fieldwork/ui'

import { useStudioObjects } from '../../catalog/studio-objects.ts'
import { TRIGGER } from '../graph/ways.ts'
import { useTriggerWords } from '../trigger-words.ts'
import { useDesigner } from './designer-context.ts'

/** What a step says of itself on the canvas. */
export interface NodeWords {
  title: string
  line: string
  icon: string
}

/** The words of the trigger and of the steps. */
export function useNodeWords(): (key: string) => NodeWords {
  const { t, locale } = useTexts('studio')
  const { workflow, kinds } = useDesigner()
  const objects = useStudioObjects()
  const triggerWords = useTriggerWords(workflow.object)
  const objectLabel = (name: unknown): string | undefined => objects.find((each) => each.name === name)?.label[locale]
  return (key) => {
    if (key === TRIGGER) {
      const title = objectLabel(workflow.object) ?? t('wf.trigger')
      return { title, line: triggerWords(workflow), icon: 'thunderbolt' }
    }
    const node = workflow.nodes[key]
    const kind = node && kinds.get(node.step)
    const kindLabel = kind?.label[locale] ?? node?.step ?? key
    const own = node?.label?.[locale]
    const options = node?.options ?? {}
    const about = [objectLabel(options['object']), plainText(options['transition'])].filter(Boolean).join(' · ')
    const line = [own ? kindLabel : '', about].filter(Boolean).join(' · ')
    return { title: own || kindLabel, line: line || (kind?.help[locale] ?? ''), icon: kind?.icon ?? 'question-circle' }
  }
}

const plainText = (value: unknown): string => (typeof value === 'string' ? value : '')
