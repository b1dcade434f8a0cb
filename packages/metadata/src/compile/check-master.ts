import { pointerOf } from '../json/pointer.ts'
import { text } from '../words.ts'
import { masterOf } from './collections.ts'
import type { ObjectShape } from './object-shape.ts'
import { referredObject, reportUnknownField } from './report.ts'
import type { CheckContext } from './report.ts'

/** Checks what an object says of the records that its own are parts of. */
export function checkMaster(context: CheckContext, shape: ObjectShape): void {
  const masters = [...shape.fields.values()].filter(({ type }) => type.isMaster)
  for (const { name } of masters.slice(1)) {
    const message = text(
      `A record is part of one other record; “${masters[0]?.name}” says of which already`,
      `一条记录只能从属于一条主记录，字段“${masters[0]?.name}”已经指定`,
    )
    context.sink.add({ pointer: pointerOf('properties', name, 'x-field', 'type'), code: 'second_master', message })
  }
  const master = masterOf(shape)
  if (!master) return
  const pointer = pointerOf('properties', master.field, 'x-field')
  const target = referredObject(context, `${pointer}/object`, master.object)
  if (target?.managed) context.sink.add({ pointer: `${pointer}/object`, ...managedMaster(master.object) })
  const trail = cycleOf(context, shape)
  if (trail) context.sink.add({ pointer: `${pointer}/object`, ...masterCycle(trail) })
  if (master.position !== null) checkPosition(context, `${pointer}/position`, { shape, field: master.position })
}

function checkPosition({ sink }: CheckContext, pointer: string, place: { shape: ObjectShape; field: string }): void {
  const { shape, field } = place
  const found = shape.fields.get(field)
  if (!found || found.system) {
    const known = Object.keys(shape.definition.properties)
    return reportUnknownField(sink, { pointer, found: field, object: shape.name, known })
  }
  if (found.type.name === 'integer') return
  const message = text(
    `Lines are counted in a whole number; “${field}” is “${found.type.label.en}”`,
    `行号必须是整数字段，“${field}”的类型是“${found.type.label['zh-CN']}”`,
  )
  sink.add({ pointer, code: 'wrong_field_type', message, params: { field, type: found.type.name } })
}

/** The way from an object over its masters back to itself. */
function cycleOf({ world, dependencies }: CheckContext, shape: ObjectShape): string[] | null {
  const trail = [shape.name]
  for (let at: ObjectShape | undefined = shape; at;) {
    const master = masterOf(at)
    if (!master) return null
    dependencies.add(`${at.name}.${master.field}`)
    trail.push(master.object)
    if (master.object === shape.name) return trail
    if (trail.length > world.shapes.size + 1) return null
    at = world.shapes.get(master.object)
  }
  return null
}

function masterCycle(trail: string[]) {
  const way = trail.join(' → ')
  const message = text(`The records would be parts of themselves: ${way}`, `主从关系形成循环：${way}`)
  return { code: 'master_cycle', message }
}

function managedMaster(object: string) {
  const message = text(
    `Records of “${object}” are made by the platform; they have no lines`,
    `“${object}”由系统维护，不能拥有明细`,
  )
  return { code: 'managed_object', message, params: { object } }
}
