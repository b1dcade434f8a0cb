import type { CheckedExpression } from '@fieldwork/expressions'
import type {
  CompiledCollection,
  CompiledConversion,
  CompiledConversionTarget,
  CompiledLineMap,
  Definition,
} from '../catalog.ts'
import type { ConversionDocument, Lines, Target, WriteBack } from '../generated/conversion.ts'
import { pointerOf } from '../json/pointer.ts'
import { describeLabel, text } from '../words.ts'
import { TRANSITIONS, isMade } from './object-shape.ts'
import type { FieldShape, ObjectShape } from './object-shape.ts'
import { checked, referredObject, reportUnknownField, reportUnknownName } from './report.ts'
import type { CheckContext } from './report.ts'
import { expressionType } from './type-environment.ts'

/** Checks what a conversion maps, from where and to where. */
export function compileConversion(context: CheckContext, definition: Definition): CompiledConversion {
  const conversion = definition as unknown as ConversionDocument
  const { name, label, help = null, order = 0, when, repeat = false, targets } = conversion
  const source = referredObject(context, '/source', conversion.source)
  const keys = inOrder(targets)
  const place = { ...context, source, keys }
  return {
    name,
    label: label ?? describeLabel(name),
    help,
    order,
    source: conversion.source,
    when: condition(place, '/when', when),
    repeat,
    targets: keys.map((key) => compileTarget(place, key, targets[key] as Target)),
    writeBack: compileWriteBack(place, targets, conversion.writeBack ?? {}),
  }
}

interface Place extends CheckContext {
  /** null: there is no such object, which is reported already */
  source: ObjectShape | null
  /** of the targets, in their order */
  keys: string[]
}

function inOrder(targets: Record<string, Target>): string[] {
  const orderOf = (key: string) => targets[key]?.order ?? 0
  return Object.keys(targets).sort((a, b) => orderOf(a) - orderOf(b) || (a < b ? -1 : 1))
}

const condition = (place: Place, pointer: string, source: string | undefined, object = place.source?.name) =>
  object === undefined ? null : checked(place, pointer, { source, object, expects: { kind: 'boolean' } })

function compileTarget(place: Place, key: string, target: Target): CompiledConversionTarget {
  const pointer = pointerOf('targets', key)
  const object = referredObject(place, `${pointer}/object`, target.object)
  const { suggest } = target.existing ?? {}
  const expects = { kind: 'record', object: target.object } as const
  const from = place.source?.name ?? null
  return {
    key,
    object: target.object,
    label: target.label ?? object?.label ?? describeLabel(key),
    optional: target.optional ?? false,
    when: condition(place, `${pointer}/when`, target.when),
    existing: target.existing
      ? {
          suggest:
            from === null
              ? null
              : checked(place, `${pointer}/existing/suggest`, { source: suggest, object: from, expects }),
        }
      : null,
    values: values(place, pointer, { to: object, from, values: target.values ?? {} }),
    links: links(place, pointer, {
      object,
      given: target.links ?? {},
      known: place.keys.slice(0, place.keys.indexOf(key)),
    }),
    source: backLink(place, `${pointer}/source`, { object, field: target.source, to: from }),
    cancelled: object && condition(place, `${pointer}/cancelled`, target.cancelled, object.name),
    lines: Object.entries(target.lines ?? {}).flatMap(([name, lines]) => {
      const at = { pointer: pointer + pointerOf('lines', name), key: name, object }
      return compileLines(place, at, lines) ?? []
    }),
  }
}

interface Values {
  to: ObjectShape | null
  /** name of the object over which the expressions are */
  from: string | null
  values: Record<string, string>
}

function values(context: CheckContext, pointer: string, { to, from, values: given }: Values) {
  const compiled: Record<string, CheckedExpression> = {}
  for (const [name, source] of Object.entries(given)) {
    const at = pointer + pointerOf('values', name)
    const field = to && enteredField(context, at, { object: to, name })
    if (!field || from === null) continue
    const expression = checked(context, at, { source, object: from, expects: expressionType(field) })
    if (expression) compiled[name] = expression
  }
  return compiled
}

interface NamedField {
  object: ObjectShape
  name: string
}

/** A field that callers can enter: a new record is made with the rights of whoever converts. */
function enteredField(context: CheckContext, pointer: string, { object, name }: NamedField): FieldShape | null {
  const field = object.fields.get(name)
  context.dependencies.add(`${object.name}.${name}`)
  if (!field)
    reportUnknownField(context.sink, { pointer, found: name, object: object.name, known: object.fields.keys() })
  else if (field.readOnly) context.sink.add({ pointer, ...notEntered(name) })
  else return field
  return null
}

function notEntered(name: string) {
  const message = text(`“${name}” cannot be entered`, `“${name}”不可填写`)
  return { code: 'computed_field', message, params: { field: name } }
}

interface Links {
  object: ObjectShape | null
  given: Record<string, string>
  /** keys of the targets that can be linked to */
  known: string[]
}

function links(context: CheckContext, pointer: string, { object, given, known }: Links): Record<string, string> {
  for (const [name, found] of Object.entries(given)) {
    const at = pointer + pointerOf('links', name)
    if (object) enteredField(context, at, { object, name })
    if (!known.includes(found)) reportUnknownName(context.sink, { pointer: at, found, known, what: ['target', '目标'] })
  }
  return given
}

interface BackLink {
  object: ObjectShape | null
  field: string | undefined
  /** the object that it refers to */
  to: string | null
}

function backLink(context: CheckContext, pointer: string, { object, field: name, to }: BackLink): string | null {
  const field = object && name !== undefined && enteredField(context, pointer, { object, name })
  if (!field) return null
  if (field.reference === to || to === null) return field.name
  const message = text(`“${field.name}” does not refer to “${to}”`, `“${field.name}”没有关联到“${to}”`)
  context.sink.add({ pointer, code: 'wrong_field_type', message, params: { field: field.name, object: to } })
  return null
}

interface LinesPlace {
  pointer: string
  key: string
  /** of the target */
  object: ObjectShape | null
}

function compileLines(place: Place, { pointer, key, object }: LinesPlace, lines: Lines): CompiledLineMap | null {
  const from = collectionOf(place, `${pointer}/from`, { object: place.source, name: lines.from })
  const to = collectionOf(place, `${pointer}/to`, { object, name: lines.to })
  if (!from || !to) return null
  const [child, line] = [place.world.shapes.get(from.object), place.world.shapes.get(to.object)]
  if (!child || !line) return null
  return {
    key,
    from: { collection: from.name, object: from.object, field: from.field },
    to: { collection: to.name, object: to.object },
    when: condition(place, `${pointer}/when`, lines.when, child.name),
    values: values(place, pointer, { to: line, from: child.name, values: lines.values }),
    source: backLink(place, `${pointer}/source`, { object: line, field: lines.source, to: child.name }),
    quantity: lines.quantity ? quantity(place, `${pointer}/quantity`, { child, line, given: lines.quantity }) : null,
  }
}

function collectionOf(
  { world, sink, dependencies }: Place,
  pointer: string,
  { object, name }: { object: ObjectShape | null; name: string },
): CompiledCollection | null {
  if (!object) return null
  const known = world.collections.get(object.name) ?? new Map<string, CompiledCollection>()
  dependencies.add(`${object.name}.${name}`)
  const found = known.get(name)
  if (!found) reportUnknownName(sink, { pointer, found: name, known: known.keys(), what: ['collection', '明细'] })
  return found ?? null
}

interface Quantity {
  child: ObjectShape
  line: ObjectShape
  given: NonNullable<Lines['quantity']>
}

function quantity(place: Place, pointer: string, { child, line, given }: Quantity): CompiledLineMap['quantity'] {
  number(place, `${pointer}/from`, { object: child, name: given.from })
  const converted = number(place, `${pointer}/converted`, { object: child, name: given.converted })
  enteredField(place, `${pointer}/to`, { object: line, name: given.to })
  number(place, `${pointer}/to`, { object: line, name: given.to })
  return { ...given, isKept: converted?.type.computed === undefined }
}

function number({ sink, dependencies }: Place, pointer: string, { object, name }: NamedField): FieldShape | null {
  const field = object.fields.get(name)
  dependencies.add(`${object.name}.${name}`)
  if (!field) reportUnknownField(sink, { pointer, found: name, object: object.name, known: object.fields.keys() })
  else if (field.type.computed !== 'roll-up' && !['integer', 'decimal'].includes(expressionType(field).kind)) {
    const message = text(`“${name}” is no number`, `“${name}”不是数字`)
    sink.add({ pointer, code: 'wrong_field_type', message, params: { field: name } })
  }
  return field ?? null
}

function compileWriteBack(
  place: Place,
  targets: Record<string, Target>,
  given: WriteBack,
): CompiledConversion['writeBack'] {
  const { source } = place
  const set: Record<string, CheckedExpression> = {}
  for (const [name, expression] of Object.entries(source ? (given.set ?? {}) : {})) {
    const pointer = pointerOf('writeBack', 'set', name)
    const field = writableField(place, pointer, name)
    if (!field || !source) continue
    const compiled = checked(place, pointer, {
      source: expression,
      object: source.name,
      expects: expressionType(field),
    })
    if (compiled) set[name] = compiled
  }
  for (const [name, key] of Object.entries(given.links ?? {})) checkBackLink(place, targets, { name, key })
  checkTransition(place, '/writeBack/transition', given.transition)
  checkTransition(place, '/writeBack/undo/transition', given.undo?.transition)
  const undo = given.undo ? { transition: given.undo.transition ?? null } : null
  return { set, links: given.links ?? {}, transition: given.transition ?? null, undo }
}

/** Read-only fields can be written back: it is the conversion's doing. */
function writableField({ source, sink, dependencies }: Place, pointer: string, name: string): FieldShape | null {
  if (!source) return null
  const field = source.fields.get(name)
  dependencies.add(`${source.name}.${name}`)
  if (!field) reportUnknownField(sink, { pointer, found: name, object: source.name, known: source.fields.keys() })
  else if (isMade(field) || field.system || name === source.definition['x-object'].states?.field)
    sink.add({ pointer, ...notEntered(name) })
  else return field
  return null
}

function checkBackLink(
  place: Place,
  targets: Record<string, Target>,
  { name, key }: { name: string; key: string },
): void {
  const pointer = pointerOf('writeBack', 'links', name)
  const field = writableField(place, pointer, name)
  const target = targets[key]
  if (!target) reportUnknownName(place.sink, { pointer, found: key, known: place.keys, what: ['target', '目标'] })
  else if (field && field.reference !== target.object) {
    const message = text(`“${name}” does not refer to “${target.object}”`, `“${name}”没有关联到“${target.object}”`)
    place.sink.add({ pointer, code: 'wrong_field_type', message, params: { field: name, object: target.object } })
  }
}

function checkTransition({ source, sink, dependencies }: Place, pointer: string, found: string | undefined): void {
  if (!source || found === undefined) return
  const { states } = source.definition['x-object']
  dependencies.add(`${source.name}.${TRANSITIONS}`)
  const known = Object.keys(states?.transitions ?? {})
  if (known.includes(found)) return
  reportUnknownName(sink, { pointer, found, known, what: ['transition', '状态转换'] })
}
