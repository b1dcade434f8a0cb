import type { CompiledObject } from '../catalog.ts'
import { pointerOf } from '../json/pointer.ts'
import { text } from '../words.ts'
import { fieldAtPath } from './field-path.ts'
import { ACCESS } from './object-shape.ts'
import type { ObjectShape } from './object-shape.ts'
import { checkDocument, reportUnknownField } from './report.ts'
import type { CheckContext } from './report.ts'
import { isTurnedOff } from './turned-off.ts'
import { stepTo } from './world.ts'
import type { World } from './world.ts'

/**
 * The dimensions that apply to an object, each with the path to a record's values of it; `id` where the records are the
 * values themselves.
 */
export function compileDimensions(context: CheckContext, shape: ObjectShape): CompiledObject['dimensions'] {
  const entries = Object.entries(shape.definition['x-object'].dimensions ?? {})
  for (const [name, path] of entries) {
    const pointer = pointerOf('x-object', 'dimensions', name)
    checkDocument(context, pointer, { kind: 'dimension', found: name, what: ['dimension', '管理维度'] })
    const target = context.world.dimensions.get(name)
    if (target !== undefined && !(path === 'id' && target === shape.name))
      checkLeadsTo(context, pointer, { from: shape, path, target })
  }
  return Object.fromEntries(entries.map(([name, path]) => [name, path.split('.')]))
}

interface Way {
  from: ObjectShape
  /** `product.category` */
  path: string
  /** the object to which it must lead */
  target: string
}

/** Whether a path ends at a lookup of one or several records of an object; reported when it does not. */
export function checkLeadsTo(context: CheckContext, pointer: string, { from, path, target }: Way): void {
  const end = fieldAtPath(context, pointer, { object: from, path })
  if (!end) return
  const owner = ownerOf(context.world, from, path)
  if (end.column !== null && owner !== null && stepTo(context.world, owner, end.name) === target) return
  const message = text(
    `“${path}” does not lead to records of “${target}”: it has to end at a lookup of them`,
    `“${path}”没有指向“${target}”的记录：路径须以指向它的关联字段结尾`,
  )
  context.sink.add({ pointer, code: 'wrong_field_type', message, params: { field: path, object: target } })
}

function ownerOf({ shapes }: World, from: ObjectShape, path: string): string | null {
  const steps = path.split('.').slice(0, -1)
  return steps.reduce<string | null>((at, step) => {
    return at === null ? null : (shapes.get(at)?.fields.get(step)?.reference ?? null)
  }, from.name)
}

/** The record that must be seen with one: a lookup that does not lead back here by lookups of the same kind. */
export function compileThrough(context: CheckContext, shape: ObjectShape): CompiledObject['through'] {
  const name = throughOf(shape)
  if (name === undefined) return null
  const pointer = '/x-object/access/through'
  const field = shape.fields.get(name)
  if (!field) {
    reportUnknownField(context.sink, { pointer, found: name, object: shape.name, known: shape.fields.keys() })
    return null
  }
  const { reference } = field
  if (reference === null || field.system) {
    const message = text(`“${name}” is no lookup to another record`, `“${name}”不是关联字段`)
    context.sink.add({ pointer, code: 'wrong_field_type', message, params: { field: name } })
    return null
  }
  if (leadsBack(context, shape.name, reference)) {
    const message = text(
      `The access to “${shape.name}” would depend on itself: “${reference}” leads back to it`,
      `“${shape.name}”的访问权限会依赖自身：“${reference}”又指回了它`,
    )
    context.sink.add({ pointer, code: 'circular_access', message, params: { field: name, object: reference } })
    return null
  }
  return { field: name, object: reference }
}

/** Whether the parameter of an object says that whose its records are does not count. */
export function isOpenNow(context: CheckContext, { definition }: ObjectShape): boolean {
  return isTurnedOff(context, pointerOf('x-object', 'access', 'parameter'), definition['x-object'].access?.parameter)
}

const throughOf = ({ definition }: ObjectShape): string | undefined => definition['x-object'].access?.through

/** Follows what the access to an object depends on: where it goes through, and its master. */
function leadsBack({ world, dependencies }: CheckContext, home: string, start: string): boolean {
  const seen = new Set<string>()
  const open = [start]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at === home) return true
    if (seen.has(at)) continue
    seen.add(at)
    dependencies.add(`${at}.${ACCESS}`)
    const shape = world.shapes.get(at)
    const through = shape && throughOf(shape)
    for (const field of shape?.fields.values() ?? [])
      if (field.reference !== null && (field.name === through || field.type.isMaster)) open.push(field.reference)
  }
  return false
}
