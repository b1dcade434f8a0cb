import type { Catalog, Definition } from '../catalog.ts'
import type { CompiledWorkflow } from '../compiled-workflow.ts'
import { problemSink } from '../problems.ts'
import type { DefinitionProblem } from '../problems.ts'
import { validateDefinition } from '../validation/validate-definition.ts'
import { normalWorkflow } from './normal-pages.ts'
import { publishedWorld } from './published-world.ts'
import { compileWorkflow } from './workflows/compile-workflow.ts'

/**
 * Checks a workflow that is not, or no longer, published against what is.
 *
 * @returns the workflow, or every problem with its pointer into the definition
 */
export function compileDraftWorkflow(
  catalog: Catalog,
  definition: Definition,
): { workflow: CompiledWorkflow } | { problems: DefinitionProblem[] } {
  const found = validateDefinition('workflow', definition)
  if (found.length > 0) return { problems: found }
  const sink = problemSink('workflow', definition.name)
  const context = { world: publishedWorld(catalog), sink, dependencies: new Set<string>() }
  const workflow = compileWorkflow(context, normalWorkflow(definition))
  return sink.problems.length > 0 ? { problems: sink.problems } : { workflow }
}
