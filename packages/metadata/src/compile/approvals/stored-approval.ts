import type { Constant } from '@fieldwork/expressions'
import type { CompiledApproval } from '../../approvals.ts'
import type { Catalog, Definition } from '../../catalog.ts'
import { problemSink } from '../../problems.ts'
import type { DefinitionProblem } from '../../problems.ts'
import { publishedWorld } from '../published-world.ts'
import { normalApproval } from '../normal-pages.ts'
import { validateDefinition } from '../../validation/validate-definition.ts'
import { compileApproval } from './compile-approval.ts'

/** A chain as something began by it, with the values that its parameters had. */
type StoredDefinition = Definition & { parameters?: Readonly<Record<string, Constant>> }

/**
 * A chain as it was when something began by it, over the objects as they are now. What it says of fields that are gone
 * since is among the problems, and nothing is left of it in the result.
 */
export function compileStoredApproval(
  catalog: Catalog,
  definition: Definition,
): { chain: CompiledApproval; problems: DefinitionProblem[] } {
  const sink = problemSink('approval', definition.name)
  const { parameters = {}, ...chainOnly } = definition as StoredDefinition
  const published = publishedWorld(catalog, undefined, new Map([...catalog.parameters, ...Object.entries(parameters)]))
  const names: typeof published.names = (kind) =>
    kind === 'role' ? new Set(catalog.roles.keys()) : published.names(kind)
  const world = { ...published, names }
  const chain = compileApproval({ world, sink, dependencies: new Set() }, chainOnly)
  return { chain, problems: sink.problems }
}

/**
 * Checks a chain that is not, or no longer, published against what is.
 *
 * @returns the chain, or every problem with its pointer into the definition
 */
export function compileDraftApproval(
  catalog: Catalog,
  definition: Definition,
): { chain: CompiledApproval } | { problems: DefinitionProblem[] } {
  const found = validateDefinition('approval', definition)
  if (found.length > 0) return { problems: found }
  const { chain, problems } = compileStoredApproval(catalog, normalApproval(definition))
  return problems.length > 0 ? { problems } : { chain }
}
