import { useTexts } from '@fieldwork/ui'

import { useStepKinds } from '../step-kinds.ts'
import type { WorkflowDefinition } from '../workflow.ts'

/** What people call a step of the first of some versions that has it. */
export function useStepWords(): (key: string, versions: (WorkflowDefinition | null)[]) => string {
  const { locale } = useTexts('studio')
  const { kinds } = useStepKinds()
  return (key, versions) => {
    const node = versions.find((each) => each?.nodes[key])?.nodes[key]
    return node?.label?.[locale] || (node ? `${kinds.get(node.step)?.label[locale] ?? node.step} (${key})` : key)
  }
}
