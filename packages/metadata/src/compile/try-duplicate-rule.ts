import type { Problem } from '@fieldwork/fields'
import { checkExpression } from '@fieldwork/expressions'
import type { Catalog, CompiledDuplicateRule, CompiledObject, Definition } from '../catalog.ts'
import type { Duplicate } from '../generated/object.ts'
import { pointerOf } from '../json/pointer.ts'
import { problemSink } from '../problems.ts'
import { validateDefinition } from '../validation/validate-definition.ts'
import { compileDuplicate } from './compile-duplicates.ts'
import { settled } from './report.ts'
import { typeEnvironment } from './type-environment.ts'

/**
 * Compiles a duplicate rule that need not be published, over an object as it is.
 *
 * @returns the rule, or every problem of it; `pointer` is into the rule
 * @throws not_found (no such object)
 */
export function tryDuplicateRule(
  catalog: Catalog,
  objectName: string,
  { name, definition }: { name: string; definition: unknown },
): { rule: CompiledDuplicateRule } | { problems: Problem[] } {
  const object = catalog.object(objectName)
  const malformed = schemaProblems(object, name, definition)
  if (malformed.length > 0) return { problems: malformed }
  const sink = problemSink('object', object.name)
  const rule = compileDuplicate(sink, {
    name,
    definition: definition as Duplicate,
    pointer: '',
    object,
    check(source, pointer) {
      if (source === undefined) return null
      const found = checkExpression(source, typeEnvironment(catalog, object.name), { expects: { kind: 'boolean' } })
      const dependencies = new Set<string>()
      return settled({ sink, dependencies }, pointer, found.ok ? { ...found, dependencies } : found)
    },
  })
  return sink.problems.length > 0 ? { problems: sink.problems.map(withoutPlace) } : { rule }
}

/** What the schema of objects says of the rule. */
function schemaProblems({ name }: CompiledObject, rule: string, written: unknown): Problem[] {
  const whole: Definition = { name, type: 'object', properties: {}, 'x-object': { duplicates: { [rule]: written } } }
  const pointer = pointerOf('x-object', 'duplicates', rule)
  return validateDefinition('object', whole)
    .filter((problem) => problem.pointer?.startsWith(pointer) === true)
    .map((problem) => ({ ...withoutPlace(problem), pointer: problem.pointer?.slice(pointer.length) }))
}

const withoutPlace = ({ kind: _kind, name: _name, ...problem }: Problem & { kind: string; name: string }): Problem =>
  problem
