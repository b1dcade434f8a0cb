import type { StudioObject } from '../../catalog/studio-objects.ts'
import type { StepKind, StepKinds } from '../step-kinds.ts'
import type { WorkflowDefinition } from '../workflow.ts'
import { changeNode, freeKey, renameNode } from './edits.ts'
import { itemObject } from './environment.ts'

interface Change {
  key: string
  /** the options of the step as they shall be */
  options: Record<string, unknown>
}

interface Known {
  kinds: StepKinds
  objects: StudioObject[]
}

/**
 * The workflow with other options of a step. A step that goes over records is called like one of them, as long as nobody
 * has given it a name: expressions say `items.payment`, not `items.loop_1`.
 *
 * @returns the workflow, and what the step is called in it
 */
export function withOptions(
  workflow: WorkflowDefinition,
  { key, options }: Change,
  { kinds, objects }: Known,
): { workflow: WorkflowDefinition; key: string } {
  const node = workflow.nodes[key]
  const kept = Object.keys(options).length === 0 ? undefined : options
  const changed = changeNode(workflow, key, { options: kept })
  const kind = kinds.get(node?.step ?? '')
  if (!node || !kind?.item) return { workflow: changed, key }
  const about = { object: workflow.object, objects }
  const [before, after] = [node.options ?? {}, options].map((each) => itemObject(kind, each, about))
  const isGiven = ![kind.name.replaceAll('-', '_'), before].some((stem) => stem !== undefined && isFrom(key, stem))
  if (after === undefined || after === before || isGiven) return { workflow: changed, key }
  const { [key]: _own, ...others } = workflow.nodes
  const name = freeKey({ nodes: others }, after)
  return { workflow: renameNode(changed, kinds, { from: key, to: name }), key: name }
}

/** Whether a name was made from a word: `loop`, `loop_2`. */
const isFrom = (key: string, stem: StepKind['name']): boolean =>
  key === stem || (key.startsWith(`${stem}_`) && /^\d+$/.test(key.slice(stem.length + 1)))
