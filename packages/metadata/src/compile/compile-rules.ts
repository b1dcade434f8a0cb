import type { CompiledRule } from '../catalog.ts'
import { pointerOf } from '../json/pointer.ts'
import type { ObjectShape } from './object-shape.ts'
import { checked, reportUnknownField } from './report.ts'
import type { CheckContext } from './report.ts'

/** The validation rules of an object, by name. */
export function compileRules(context: CheckContext, shape: ObjectShape): CompiledRule[] {
  const rules: CompiledRule[] = []
  for (const [name, { when: source, message, field }] of Object.entries(shape.definition['x-object'].rules)) {
    const pointer = pointerOf('x-object', 'rules', name)
    if (field !== undefined && !shape.fields.has(field)) {
      const known = shape.fields.keys()
      reportUnknownField(context.sink, { pointer: `${pointer}/field`, found: field, object: shape.name, known })
    }
    const input = { source, object: shape.name, expects: { kind: 'boolean' }, withOld: true } as const
    const when = checked(context, `${pointer}/when`, input)
    if (when) rules.push({ name, when, message, field: field ?? null })
  }
  return rules.sort((a, b) => (a.name < b.name ? -1 : 1))
}
