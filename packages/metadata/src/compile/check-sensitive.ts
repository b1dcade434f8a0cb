import type { CheckedExpression } from '@fieldwork/expressions'
import { parseNumberFormat } from '@fieldwork/fields'
import type { CompiledObject } from '../catalog.ts'
import { pointerOf } from '../json/pointer.ts'
import { text } from '../words.ts'
import type { CheckContext } from './report.ts'
import { rollUpOptions } from './roll-up-result.ts'
import { sensitiveOnPath } from './sensitive-sources.ts'
import type { FieldAddress, SensitiveFields } from './sensitive-sources.ts'
import { stepTo } from './world.ts'
import type { World } from './world.ts'

type Checked = Pick<CompiledObject, 'name' | 'fields' | 'copies' | 'states'>

/**
 * What is sensitive may only be copied into a field that is sensitive too, else everybody would read it there. What is
 * computed from it when it is read, formulas and roll-ups, is as sensitive by itself.
 */
export function checkSensitive(context: CheckContext, object: Checked): void {
  const state = object.states && object.fields.get(object.states.field)
  if (state?.property['x-field'].sensitive) {
    const message = text(`The state “${state.name}” cannot be sensitive`, `状态字段“${state.name}”不能设为敏感字段`)
    const pointer = pointerOf('properties', state.name, 'x-field', 'sensitive')
    context.sink.add({ pointer, code: 'sensitive_state', message, params: { field: state.name } })
  }
  for (const { pointer, target, object: start, path } of copiedValues(object)) {
    if (object.fields.get(target)?.property['x-field'].sensitive) continue
    const [source] = sensitiveOnPath(inWorld(context.world), { object: start, path })
    if (source) context.sink.add({ pointer, ...openCopy(target, source) })
  }
}

function openCopy(target: string, { object, field }: FieldAddress) {
  const message = text(
    `“${field}” of “${object}” is sensitive, so “${target}” has to be sensitive too`,
    `“${object}”的“${field}”是敏感字段，因此“${target}”也必须设为敏感字段`,
  )
  return { code: 'sensitive_source', message, params: { field: target, source: `${object}.${field}` } }
}

interface CopiedValue {
  pointer: string
  /** the field that is written */
  target: string
  object: string
  path: readonly string[]
}

/** Everything by which the platform writes what stands in one field into another. */
function copiedValues({ name, fields, copies, states }: Checked): CopiedValue[] {
  const copied = copies.map(({ lookup, target, path }) => {
    return {
      pointer: pointerOf('properties', lookup, 'x-field', 'copy', target),
      target,
      object: name,
      path: [lookup, ...path],
    }
  })
  const own = [...fields.values()].flatMap(({ name: target, default: given, type, property }) => {
    const byDefault = given !== null && 'expression' in given ? read(name, given.expression) : []
    const parts = type.computed === 'sequence' ? numberParts(name, String(property['x-field'].format)) : []
    return [
      ...byDefault.map((value) => ({ ...value, target, pointer: pointerOf('properties', target, 'default') })),
      ...parts.map((value) => ({ ...value, target, pointer: pointerOf('properties', target, 'x-field', 'format') })),
    ]
  })
  const set = Object.entries(states?.transitions ?? {}).flatMap(([transition, { set: values }]) =>
    Object.entries(values).flatMap(([target, expression]) => {
      const pointer = pointerOf('x-object', 'states', 'transitions', transition, 'set', target)
      return read(name, expression).map((value) => ({ ...value, target, pointer }))
    }),
  )
  return [...copied, ...own, ...set]
}

function numberParts(object: string, format: string): { object: string; path: string[] }[] {
  const parsed = parseNumberFormat(format)
  if ('problems' in parsed) return []
  return parsed.segments.flatMap((part) => (part.kind === 'field' ? [{ object, path: part.field.split('.') }] : []))
}

/** Paths of the record, of the record before, and of the user. */
function read(object: string, { paths, variables }: CheckedExpression): { object: string; path: string[] }[] {
  const others = variables.flatMap(([name, ...path]) =>
    name === 'old' ? [{ object, path }] : name === 'user' ? [{ object: 'user', path }] : [],
  )
  return [...paths.map((path) => ({ object, path })), ...others]
}

function inWorld(world: World): SensitiveFields {
  const at = ({ object, field }: FieldAddress) => world.shapes.get(object)?.fields.get(field)
  return {
    isMarked: (address) => Boolean(at(address)?.property['x-field'].sensitive),
    reads: ({ object, field }) => {
      const shape = at({ object, field })
      if (shape?.type.computed === 'roll-up') return readByRollUp(world, rollUpOptions(shape.property))
      if (shape?.type.computed !== 'formula') return []
      const outcome = world.formula(object, field)
      return outcome.ok ? read(object, outcome.expression) : []
    },
    step: (object, name) => stepTo(world, object, name),
  }
}

function readByRollUp(world: World, { object, field, by, where }: ReturnType<typeof rollUpOptions>) {
  const condition = where === undefined ? null : world.check({ source: where, object })
  const own = [field, by].flatMap((name) => (name === undefined ? [] : [{ object, path: [name] }]))
  return [...own, ...(condition?.ok ? read(object, condition.expression) : [])]
}
