import type { CompiledApproval } from '../../approvals.ts'
import type { Catalog, Definition } from '../../catalog.ts'
import { problemSink } from '../../problems.ts'
import type { DefinitionProblem } from '../../problems.ts'
import { publishedWorld } from '../published-world.ts'
import { compileApproval } from './compile-approval.ts'

/**
 * A chain as it was when something began by it, over the objects as they are now. What it says of fields that are gone
 * since is among the problems, and nothing is left of it in the result.
 */
export function compileStoredApproval(
  catalog: Catalog,
  definition: Definition,
): { chain: CompiledApproval; problems: DefinitionProblem[] } {
  const sink = problemSink('approval', definition.name)
  const published = publishedWorld(catalog)
  const names: typeof published.names = (kind) =>
    kind === 'role' ? new Set(catalog.roles.keys()) : published.names(kind)
  const world = { ...published, names }
  const chain = compileApproval({ world, sink, dependencies: new Set() }, definition)
  return { chain, problems: sink.problems }
}
