import { pointerOf } from '../json/pointer.ts'
import type { ProblemSink } from '../problems.ts'
import { text } from '../words.ts'
import { isTextLike } from './object-shape.ts'
import type { ObjectShape } from './object-shape.ts'
import { checkDocument, reportUnknownField } from './report.ts'
import type { CheckContext } from './report.ts'
import { reservedFieldNames, reservedObjectNames } from './reserved-names.ts'

/** Checks the names an object uses for its own parts. */
export function checkObjectNames(context: CheckContext, shape: ObjectShape): void {
  const { sink } = context
  // PostgreSQL finds its own tables, which all begin so, before ours
  if (reservedObjectNames.has(shape.name) || shape.name.startsWith('pg_'))
    sink.add({ pointer: '/name', ...reserved(shape.name) })
  for (const name of Object.keys(shape.definition.properties)) checkFieldName(sink, name)
  checkRequired(sink, shape)
  checkNameField(sink, shape)
  shape.definition['x-object'].apps.forEach((found, at) => {
    checkDocument(context, pointerOf('x-object', 'apps', at), { kind: 'app', found, what: ['app', '应用'] })
  })
}

function checkFieldName(sink: ProblemSink, name: string): void {
  if (!reservedFieldNames.has(name) && !name.startsWith('fw_')) return
  sink.add({ pointer: pointerOf('properties', name), ...reserved(name) })
}

function reserved(name: string) {
  const message = text(
    `“${name}” is a name that the platform uses itself; choose another`,
    `“${name}”是系统保留名称，请换一个名称`,
  )
  return { code: 'reserved_name', message, params: { name } }
}

function checkRequired(sink: ProblemSink, shape: ObjectShape): void {
  shape.definition.required.forEach((name, at) => {
    const pointer = pointerOf('required', at)
    const field = shape.fields.get(name)
    if (!field || field.system) {
      const known = Object.keys(shape.definition.properties)
      reportUnknownField(sink, { pointer, found: name, object: shape.name, known })
    } else if (field.readOnly) {
      const message = text(`“${name}” cannot be entered, so it cannot be required`, `“${name}”不可填写，不能设为必填`)
      sink.add({ pointer, code: 'computed_field', message, params: { field: name } })
    }
  })
}

function checkNameField(sink: ProblemSink, shape: ObjectShape): void {
  const pointer = '/x-object/nameField'
  const name = shape.nameField
  const field = name === null ? undefined : shape.fields.get(name)
  if (name === null) sink.add({ pointer, ...noNameField() })
  else if (!field) {
    reportUnknownField(sink, { pointer, found: name, object: shape.name, known: shape.fields.keys() })
  } else if (!isTextLike(field)) {
    const message = text(
      `Records are named by a text; “${name}” is “${field.type.label.en}”`,
      `名称字段必须是文本，“${name}”的类型是“${field.type.label['zh-CN']}”`,
    )
    sink.add({ pointer, code: 'wrong_field_type', message, params: { field: name, type: field.type.name } })
  }
}

function noNameField() {
  const message = text(
    'An object needs a text or auto-number field that names its records',
    '对象需要一个文本或自动编号字段作为记录名称',
  )
  return { code: 'no_name_field', message }
}
