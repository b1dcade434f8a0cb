import { text } from '../words.ts'
import type { ObjectShape } from './object-shape.ts'
import { reportUnknownField } from './report.ts'
import type { CheckContext } from './report.ts'

/** Records stand below records of their own object, by a lookup that the topmost ones leave empty. */
export function checkHierarchy({ sink }: CheckContext, { name, hierarchy, fields }: ObjectShape): void {
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
