import type { Json } from '@fieldwork/fields'
import type { CompiledRecordType, CompiledRecordTypes } from '../catalog.ts'
import { pointerOf } from '../json/pointer.ts'
import { text } from '../words.ts'
import type { RecordTypeDefinition } from './object-definition.ts'
import type { FieldShape, ObjectShape } from './object-shape.ts'
import { typeDefault } from './record-type-defaults.ts'
import { defaultRecordType, inOrder, RECORD_TYPE } from './record-type-field.ts'
import { reportUnknownField, reportUnknownName } from './report.ts'
import type { CheckContext } from './report.ts'

/** The record types of an object; null where it has none. */
export function compileRecordTypes(context: CheckContext, shape: ObjectShape): CompiledRecordTypes | null {
  const { recordTypes } = shape.definition['x-object']
  if (!recordTypes) return null
  const types = inOrder(recordTypes).map((name) => {
    const definition = recordTypes[name] as RecordTypeDefinition
    return [
      name,
      compileType({ ...context, shape, name, pointer: pointerOf('x-object', 'recordTypes', name) }, definition),
    ] as const
  })
  checkDefaults(context, recordTypes)
  return { default: defaultRecordType(recordTypes), types: new Map(types) }
}

/** The record type that a layout or a view is for. */
export function checkRecordType(context: CheckContext, object: ObjectShape, found: string | undefined): void {
  if (found === undefined) return
  context.dependencies.add(`${object.name}.${RECORD_TYPE}`)
  const known = Object.keys(object.definition['x-object'].recordTypes ?? {})
  if (known.includes(found)) return
  reportUnknownName(context.sink, { pointer: '/recordType', found, known, what: ['record type', '记录类型'] })
}

interface TypeContext extends CheckContext {
  shape: ObjectShape
  name: string
  pointer: string
}

function compileType(context: TypeContext, definition: RecordTypeDefinition): CompiledRecordType {
  const { label, help = null, color = null, active, initial = null, options = {} } = definition
  const { required = [], hidden = [], defaults = {} } = definition
  required.forEach((name, at) => writableField(context, `/required/${at}`, name))
  hidden.forEach((name, at) => checkHidden(context, `/hidden/${at}`, { name, required }))
  for (const [name, keys] of Object.entries(options)) checkOptions(context, name, keys)
  if (initial !== null) checkInitial(context, initial)
  const given = Object.entries(defaults).flatMap(([name, value]) => {
    const field = writableField(context, pointerOf('defaults', name), name)
    const { shape, name: type } = context
    // what is wrong with it is reported with the field's default
    const found = field && typeDefault({ ...context, sink: silent }, { shape, field, type, value: value as Json })
    return found ? [[name, found] as const] : []
  })
  return {
    name: context.name,
    label,
    help,
    color,
    active,
    initial,
    required: new Set(required),
    hidden: new Set(hidden),
    options,
    defaults: Object.fromEntries(given),
  }
}

const silent: CheckContext['sink'] = { problems: [], add: () => undefined }

/** A field that callers may enter, and that is not the type itself. */
function writableField({ sink, shape, pointer }: TypeContext, at: string, name: string): FieldShape | null {
  const field = shape.fields.get(name)
  const known = [...shape.fields.values()].filter((each) => !each.system && !each.readOnly).map((each) => each.name)
  if (!field) reportUnknownField(sink, { pointer: pointer + at, found: name, object: shape.name, known })
  else if (field.readOnly || name === RECORD_TYPE) {
    const message = text(`“${name}” cannot be entered`, `“${name}”不可填写`)
    sink.add({ pointer: pointer + at, code: 'computed_field', message, params: { field: name } })
  } else return field
  return null
}

/** Fields that every record has cannot be missing from those of one type. */
function checkHidden(context: TypeContext, at: string, { name, required }: { name: string; required: string[] }): void {
  const field = writableField(context, at, name)
  const { nameField, states } = {
    nameField: context.shape.nameField,
    states: context.shape.definition['x-object'].states,
  }
  const isNeeded = field?.required || required.includes(name) || name === nameField || name === states?.field
  if (!field || !isNeeded) return
  const message = text(`“${name}” is needed, so it cannot be hidden`, `“${name}”为必需字段，不能隐藏`)
  context.sink.add({ pointer: context.pointer + at, code: 'needed_field', message, params: { field: name } })
}

function checkOptions(context: TypeContext, name: string, keys: readonly string[]): void {
  const at = pointerOf('options', name)
  const field = writableField(context, at, name)
  if (!field) return
  const known = field.type.choices?.(field.property).map(({ key }) => key)
  if (!known) {
    const message = text(`“${name}” has no options`, `“${name}”没有选项`)
    context.sink.add({ pointer: context.pointer + at, code: 'wrong_field_type', message, params: { field: name } })
    return
  }
  keys.forEach((found, index) => {
    if (known.includes(found)) return
    const pointer = `${context.pointer}${at}/${index}`
    reportUnknownName(context.sink, { pointer, found, known, what: ['option', '选项'] })
  })
}

function checkInitial({ sink, shape, pointer }: TypeContext, initial: string): void {
  const { states } = shape.definition['x-object']
  const field = states && shape.fields.get(states.field)
  const known = field?.type.choices?.(field.property).map(({ key }) => key) ?? []
  if (known.includes(initial)) return
  reportUnknownName(sink, { pointer: `${pointer}/initial`, found: initial, known, what: ['state', '状态'] })
}

/** One default at most, and one that can be chosen. */
function checkDefaults({ sink }: CheckContext, types: Record<string, RecordTypeDefinition>): void {
  const marked = inOrder(types).filter((name) => types[name]?.default)
  for (const name of marked.slice(1)) {
    const message = text(`“${marked[0]}” is the default already`, `“${marked[0]}”已是默认类型`)
    sink.add({ pointer: pointerOf('x-object', 'recordTypes', name, 'default'), code: 'repeated_default', message })
  }
  if (inOrder(types).some((name) => types[name]?.active)) return
  const message = text('At least one type must be active', '至少须有一个启用的记录类型')
  sink.add({ pointer: '/x-object/recordTypes', code: 'no_active_type', message })
}
