import type { Measure } from '@fieldwork/fields'
import type { Definition } from '../catalog.ts'
import { pointerOf } from '../json/pointer.ts'
import type { ViewDefinition } from '../pages/page-definitions.ts'
import { text } from '../words.ts'
import { checkRecordType } from './compile-record-types.ts'
import { fieldAtPath } from './field-path.ts'
import type { FieldShape, ObjectShape } from './object-shape.ts'
import { checked, referredObject } from './report.ts'
import type { CheckContext } from './report.ts'

/** Checks what a view shows, filters by and sorts by. */
export function compileView(context: CheckContext, definition: Definition): Definition {
  const view = definition as unknown as ViewDefinition
  const object = referredObject(context, '/object', view.object)
  if (!object) return definition
  checkRecordType(context, object, view.recordType)
  for (const [path, { aggregate }] of Object.entries(view.columns)) {
    const pointer = pointerOf('columns', path)
    const field = fieldAtPath(context, pointer, { object, path })
    if (field && aggregate) checkAggregate(context, `${pointer}/aggregate`, { field, aggregate })
  }
  checkTree(context, view.type, object)
  checked(context, '/filter', { source: view.filter, object: view.object, expects: { kind: 'boolean' } })
  checkSort(context, object, { sort: view.sort, pointer: '/sort' })
  return definition
}

function checkTree({ sink, dependencies }: CheckContext, type: ViewDefinition['type'], object: ObjectShape): void {
  // the id stands for the hierarchy too
  dependencies.add(`${object.name}.id`)
  if (type !== 'tree' || object.hierarchy !== null) return
  const message = text(
    `Records of “${object.label.en}” do not stand below each other, so they cannot be shown as a tree`,
    `“${object.label['zh-CN']}”没有层级关系，不能以树形显示`,
  )
  sink.add({ pointer: '/type', code: 'no_hierarchy', message, params: { object: object.name } })
}

interface Aggregate {
  field: FieldShape
  aggregate: Measure
}

/** A total that the field's type knows. */
export function checkAggregate({ sink }: CheckContext, pointer: string, { field, aggregate }: Aggregate): void {
  if (field.type.measures.includes(aggregate)) return
  const message = text(
    `“${field.label.en}” cannot be added up by ${aggregate}; possible: ${field.type.measures.join(', ')}`,
    `“${field.label['zh-CN']}”不支持汇总方式 ${aggregate}，可用：${field.type.measures.join('、')}`,
  )
  sink.add({ pointer, code: 'unknown_measure', message, params: { measure: aggregate } })
}

/** Every term of an order leads to a field that can be sorted by. */
export function checkSort(
  context: CheckContext,
  object: ObjectShape,
  { sort, pointer }: { sort: string | undefined; pointer: string },
): void {
  for (const term of sort?.split(',') ?? []) {
    const path = term.trim().replace(/^-/, '')
    const field = fieldAtPath(context, pointer, { object, path })
    if (!field || field.type.sortable) continue
    const message = text(`“${path}” cannot be sorted by`, `不能按“${path}”排序`)
    context.sink.add({ pointer, code: 'not_sortable', message, params: { field: path } })
  }
}
