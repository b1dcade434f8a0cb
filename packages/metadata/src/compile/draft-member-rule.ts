import type { Catalog, CompiledMemberRule, Definition } from '../catalog.ts'
import { problemSink } from '../problems.ts'
import type { DefinitionProblem } from '../problems.ts'
import { validateDefinition } from '../validation/validate-definition.ts'
import { compileMemberRule } from './compile-member-rule.ts'
import { normalMemberRule } from './normal-pages.ts'
import { publishedWorld } from './published-world.ts'

/**
 * Checks a member rule that is not published against what is.
 *
 * @returns the rule, or every problem with its pointer into the definition
 */
export function compileDraftMemberRule(
  catalog: Catalog,
  definition: Definition,
): { rule: CompiledMemberRule } | { problems: DefinitionProblem[] } {
  const found = validateDefinition('member-rule', definition)
  if (found.length > 0) return { problems: found }
  const sink = problemSink('member-rule', definition.name)
  const context = { world: publishedWorld(catalog), sink, dependencies: new Set<string>() }
  const rule = compileMemberRule(context, normalMemberRule(definition))
  return sink.problems.length > 0 ? { problems: sink.problems } : { rule }
}
