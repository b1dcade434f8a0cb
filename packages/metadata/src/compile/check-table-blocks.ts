import type { LocalizedText } from '@fieldwork/fields'
import { pointsTo } from './field-targets.ts'
import { pointerOf } from '../json/pointer.ts'
import type { LayoutDefinition, LineColumn, LinesBlock, RelatedListBlock } from '../pages/page-definitions.ts'
import { text } from '../words.ts'
import { checkAggregate, checkSort } from './compile-view.ts'
import { fieldAtPath } from './field-path.ts'
import type { ObjectShape } from './object-shape.ts'
import { checked, referredObject, reportUnknownField, reportUnknownName } from './report.ts'
import type { CheckContext } from './report.ts'

interface TableContext extends CheckContext {
  layout: LayoutDefinition
}

/** Checks a block that shows the lines of a record. */
export function checkLines(context: TableContext, pointer: string, { collection, columns }: LinesBlock): void {
  const { world, layout, dependencies, sink } = context
  const known = [...(world.collections.get(layout.object)?.values() ?? [])].filter(({ isLines }) => isLines)
  const found = known.find(({ name }) => name === collection)
  if (!found) {
    const names = known.map(({ name }) => name)
    const what: [string, string] = ['collection of lines', '明细集合']
    return reportUnknownName(sink, { pointer: `${pointer}/collection`, found: collection, known: names, what })
  }
  dependencies.add(`${layout.object}.${collection}`)
  const child = world.shapes.get(found.object)
  if (child) checkColumns(context, `${pointer}/columns`, { object: child, columns })
}

/** Checks a block that shows records which refer to this one. */
export function checkRelatedList(context: TableContext, pointer: string, block: RelatedListBlock): void {
  const { object, via, columns, sort, filter } = block
  requireDetail(context, pointer, text('Related lists stand on detail layouts', '相关列表只能用于详情布局'))
  const target = referredObject(context, `${pointer}/object`, object)
  if (!target) return
  const field = target.fields.get(via)
  const referring = [...target.fields.values()].filter((each) =>
    pointsTo({ objects: context.world.shapes }, each, context.layout.object),
  )
  const known = referring.map(({ name }) => name)
  if (!field) reportUnknownField(context.sink, { pointer: `${pointer}/via`, found: via, object, known })
  else if (!known.includes(via)) context.sink.add({ pointer: `${pointer}/via`, ...otherTarget(context, via, known) })
  else context.dependencies.add(`${object}.${via}`)
  checkColumns(context, `${pointer}/columns`, { object: target, columns })
  checkSort(context, target, { sort, pointer: `${pointer}/sort` })
  checked(context, `${pointer}/filter`, { source: filter, object, expects: { kind: 'boolean' } })
}

/** Reports a block that means nothing where values are entered. */
export function requireDetail({ layout, sink }: TableContext, pointer: string, message: LocalizedText): void {
  if (layout.purpose === 'form') sink.add({ pointer: `${pointer}/type`, code: 'wrong_block', message })
}

function otherTarget({ layout }: TableContext, via: string, known: string[]) {
  const message = text(
    `“${via}” does not refer to “${layout.object}”; fields that do: ${known.join(', ') || 'none'}`,
    `“${via}”并未关联“${layout.object}”，可用字段：${known.join('、') || '无'}`,
  )
  return { code: 'wrong_reference', message, params: { field: via } }
}

interface ColumnsInput {
  object: ObjectShape
  columns: Record<string, LineColumn> | undefined
}

function checkColumns(context: CheckContext, pointer: string, { object, columns = {} }: ColumnsInput): void {
  for (const [path, { aggregate }] of Object.entries(columns)) {
    const at = pointer + pointerOf(path)
    const field = fieldAtPath(context, at, { object, path })
    if (field && aggregate) checkAggregate(context, `${at}/aggregate`, { field, aggregate })
  }
}
