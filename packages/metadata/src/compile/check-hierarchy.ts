import { text } from '../words.ts'
import type { ObjectShape } from './object-shape.ts'
import { reportUnknownField } from './report.ts'
import type { CheckContext } from './report.ts'

/** Records stand below records of their own object, by a lookup that the topmost ones leave empty. */
export function checkHierarchy(context: CheckContext, shape: ObjectShape): void {
  const { name, hierarchy, fields } = shape
  const { sink } = context
  checkLevel(context, shape)
  if (hierarchy === null) return
  const pointer = '/x-object/hierarchy'
  const field = fields.get(hierarchy)
  if (!field || field.system) {
    const known = [...fields.values()].filter(({ system }) => !system).map((each) => each.name)
    reportUnknownField(sink, { pointer, found: hierarchy, object: name, known })
  } else if (field.reference !== name || field.type.isMaster) {
    const message = text(
      `Records stand below each other by a lookup to “${name}” itself; “${hierarchy}” is none`,
      `层级须使用指向“${name}”自身的关联字段，“${hierarchy}”不是`,
    )
    sink.add({ pointer, code: 'wrong_field_type', message, params: { field: hierarchy } })
  } else if (field.required) {
    const message = text(
      `“${hierarchy}” cannot be required: the topmost records have none above them`,
      `“${hierarchy}”不能设为必填：顶层记录没有上级`,
    )
    sink.add({ pointer, code: 'required_parent', message, params: { field: hierarchy } })
  }
}

/** What the platform keeps at the depth is a number that nobody else writes. */
function checkLevel({ sink }: CheckContext, { name, hierarchy, fields, definition }: ObjectShape): void {
  const level = definition['x-object'].levelField
  if (level === undefined) return
  const pointer = '/x-object/levelField'
  const field = fields.get(level)
  if (hierarchy === null) {
    const message = text(
      `Records of “${name}” stand on no levels: it has no hierarchy (x-object.hierarchy)`,
      `“${name}”没有层级关系（x-object.hierarchy），其记录没有层级`,
    )
    sink.add({ pointer, code: 'no_hierarchy', message, params: { object: name } })
  }
  if (!field || field.system) {
    const known = [...fields.values()].filter(({ system }) => !system).map((each) => each.name)
    reportUnknownField(sink, { pointer, found: level, object: name, known })
  } else if (field.type.name !== 'integer' || !field.readOnly || field.required) {
    const message = text(
      `Levels are kept in an integer that is read-only and not required; “${level}” is none`,
      `层级须保存在只读且非必填的整数字段中，“${level}”不是`,
    )
    sink.add({ pointer, code: 'wrong_field_type', message, params: { field: level } })
  }
}
