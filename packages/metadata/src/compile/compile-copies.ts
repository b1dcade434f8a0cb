import { stableText } from '../json/hash.ts'
import { pointerOf } from '../json/pointer.ts'
import type { CompiledCopy } from '../catalog.ts'
import { text } from '../words.ts'
import { fieldAtPath } from './field-path.ts'
import type { FieldShape, ObjectShape } from './object-shape.ts'
import { reportUnknownField } from './report.ts'
import type { CheckContext } from './report.ts'
import { OWNER_DEPARTMENT } from './standard-fields.ts'

/** What the lookups of an object bring along. */
export function compileCopies(context: CheckContext, shape: ObjectShape): CompiledCopy[] {
  const written = [...shape.fields.values()].flatMap((lookup) => {
    const { copy = {}, lock } = lookup.property['x-field'] as { copy?: Record<string, string>; lock?: boolean }
    return Object.entries(copy).flatMap(([target, path]) => {
      const pointer = pointerOf('properties', lookup.name, 'x-field', 'copy', target)
      const place = { shape, lookup, target, path, pointer }
      return isPossible(context, place)
        ? [{ lookup: lookup.name, target, path: path.split('.'), isLocked: lock === true }]
        : []
    })
  })
  return [...written, ...ofOwner(context, shape)]
}

/** A record belongs to the department of its owner, unless somebody who may says otherwise. */
function ofOwner({ world, dependencies }: CheckContext, { fields }: ObjectShape): CompiledCopy[] {
  if (!fields.has(OWNER_DEPARTMENT)) return []
  const path = ['employee', 'department']
  for (const [at, name] of [
    ['user', 'employee'],
    ['employee', 'department'],
  ] as const) {
    dependencies.add(`${at}.${name}`)
    if (world.shapes.get(at)?.fields.get(name)?.reference !== name) return []
  }
  return [{ lookup: 'owner', target: OWNER_DEPARTMENT, path, isLocked: true }]
}

interface Place {
  shape: ObjectShape
  lookup: FieldShape
  target: string
  path: string
  pointer: string
}

function isPossible(context: CheckContext, { shape, lookup, target, path, pointer }: Place): boolean {
  const field = shape.fields.get(target)
  if (!field) {
    reportUnknownField(context.sink, { pointer, found: target, object: shape.name, known: shape.fields.keys() })
    return false
  }
  const from = lookup.reference === null ? undefined : context.world.shapes.get(lookup.reference)
  const source = from && fieldAtPath(context, pointer, { object: from, path })
  if (!source) return false
  const problem = misfit(field, source)
  if (problem) context.sink.add({ pointer, ...problem, params: { field: target, path } })
  return problem === null
}

function misfit(target: FieldShape, source: FieldShape) {
  const { name } = target
  if (target.type.computed || target.system || target.column === null)
    return {
      code: 'computed_field',
      message: text(`“${name}” is filled by the platform itself`, `“${name}”由系统填写`),
    }
  if (isSameKind(target, source)) return null
  return {
    code: 'type_mismatch',
    message: text(
      `“${source.name}” (${source.type.label.en}) does not fit into “${name}” (${target.type.label.en})`,
      `“${source.name}”（${source.type.label['zh-CN']}）不能复制到“${name}”（${target.type.label['zh-CN']}）`,
    ),
  }
}

/** The type of a formula is known only later; what it gives is converted when it is copied. */
function isSameKind(target: FieldShape, source: FieldShape): boolean {
  if (source.type.computed === 'formula') return true
  const [to, from] = [target, source].map(({ type, property }) => type.expression(property))
  if (to?.kind === 'decimal' && from?.kind === 'integer') return true
  return stableText(to) === stableText(from)
}
