import type { ExprType } from '@fieldwork/expressions'
import { text } from '../words.ts'
import type { FieldShape, ObjectShape } from './object-shape.ts'
import { reportUnknownField } from './report.ts'
import type { CheckContext } from './report.ts'
import { expressionType } from './type-environment.ts'
import { stepTo } from './world.ts'

/** What stands at the end of a path: one value or several of a kind. */
export interface MappedValues {
  kind: 'record' | 'text' | 'boolean' | 'integer'
  /** the object whose records they are; null: they are none */
  of: string | null
}

/**
 * What a path of a member rule leads to: through lookups and collections to a stored value; `id` of an object stands
 * for its records. Reported where it leads to nothing that can be compared.
 */
export function valuesAt(
  context: CheckContext,
  pointer: string,
  { object, path }: { object: ObjectShape; path: string },
): MappedValues | null {
  const { world, sink, dependencies } = context
  const names = path.split('.')
  const last = names.at(-1) ?? ''
  let at = object
  for (const name of names.slice(0, -1)) {
    if (!isKnown(context, pointer, { at, name })) return null
    dependencies.add(`${at.name}.${name}`)
    const next = stepTo(world, at.name, name)
    if (next === null || !isFollowed(context, at, name)) return noStep(context, pointer, { path, name })
    const shape = world.shapes.get(next)
    if (!shape) return null
    at = shape
  }
  if (last === 'id') return { kind: 'record', of: at.name }
  const field = at.fields.get(last)
  if (!field) {
    reportUnknownField(sink, { pointer, found: last, object: at.name, known: at.fields.keys() })
    return null
  }
  dependencies.add(`${at.name}.${last}`)
  return storedValues(context, pointer, field)
}

function isKnown({ sink, world }: CheckContext, pointer: string, { at, name }: { at: ObjectShape; name: string }) {
  const collections = world.collections.get(at.name)
  if (at.fields.has(name) || collections?.has(name)) return true
  if (world.broken.has(at.name)) return false
  const known = [...at.fields.keys(), ...(collections?.keys() ?? [])]
  reportUnknownField(sink, { pointer, found: name, object: at.name, known })
  return false
}

/** A lookup of one or several records, or the records that refer to a record by a lookup of one. */
function isFollowed({ world }: CheckContext, at: ObjectShape, name: string): boolean {
  const field = at.fields.get(name)
  if (field) return field.column !== null
  const collection = world.collections.get(at.name)?.get(name)
  const via = collection && world.shapes.get(collection.object)?.fields.get(collection.field)
  return via !== undefined && via.reference !== null && via.column !== null
}

function storedValues({ sink }: CheckContext, pointer: string, field: FieldShape): MappedValues | null {
  const values = field.column === null ? null : kindOf(expressionType(field))
  if (values) return values
  const { en, 'zh-CN': zh } = field.type.label
  const message = text(
    `“${field.name}” is “${en}”: a mapping compares lookups, options, texts, whole numbers or yes/no that are stored`,
    `“${field.name}”的类型是“${zh}”：映射只能比较已存储的关联、选项、文本、整数或是/否`,
  )
  sink.add({ pointer, code: 'wrong_field_type', message, params: { field: field.name, type: field.type.name } })
  return null
}

function kindOf(type: ExprType): MappedValues | null {
  const one = type.kind === 'list' ? type.of : type
  if (one.kind === 'record') return { kind: 'record', of: one.object }
  if (one.kind === 'text' || one.kind === 'boolean' || one.kind === 'integer') return { kind: one.kind, of: null }
  return null
}

function noStep({ sink }: CheckContext, pointer: string, { path, name }: { path: string; name: string }): null {
  const message = text(
    `“${path}” cannot be followed beyond “${name}”, which is no lookup and no collection by one`,
    `“${path}”不能越过“${name}”继续：它既不是关联字段，也不是由关联字段形成的子表`,
  )
  sink.add({ pointer, code: 'unknown_field', message, params: { field: path } })
  return null
}
