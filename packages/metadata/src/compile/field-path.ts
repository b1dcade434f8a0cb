import type { FieldShape, ObjectShape } from './object-shape.ts'
import { reportUnknownField } from './report.ts'
import type { CheckContext } from './report.ts'

/** The field at the end of a path such as `customer.name`; reported when a step does not exist. */
export function fieldAtPath(
  { world, sink, dependencies }: CheckContext,
  pointer: string,
  { object, path }: { object: ObjectShape; path: string },
): FieldShape | null {
  let at: ObjectShape | undefined = object
  let field: FieldShape | undefined
  for (const name of path.split('.')) {
    // a step after a plain value, or into an object with problems of its own
    if (!at) return field?.reference && world.broken.has(field.reference) ? null : noStep(sink, pointer, path)
    field = at.fields.get(name)
    if (!field) {
      reportUnknownField(sink, { pointer, found: name, object: at.name, known: at.fields.keys() })
      return null
    }
    dependencies.add(`${at.name}.${name}`)
    at = field.reference === null ? undefined : world.shapes.get(field.reference)
  }
  return field ?? null
}

function noStep(sink: CheckContext['sink'], pointer: string, path: string): null {
  const message = {
    en: `“${path}” goes on after a field that refers to no record`,
    'zh-CN': `“${path}”中有一段不是关联字段，不能继续引用`,
  }
  sink.add({ pointer, code: 'unknown_field', message, params: { field: path } })
  return null
}
