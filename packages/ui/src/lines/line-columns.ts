import { isNumeric } from '@fieldwork/fields/ui'
import type { FieldShape } from '@fieldwork/fields/ui'

import type { BlockColumn, CollectionInfo, ColumnField, LayoutBlock, ObjectSchema } from '../api/types.ts'
import { shapeOf, shapeOfInfo } from '../values/shapes.ts'

/** A column of a table of lines. */
export interface LineColumn {
  name: string
  shape: FieldShape
  isWritable: boolean
  isRequired: boolean
  isRight: boolean
  /** px */
  width: number
  aggregate: string | null
  /** the lookup of the line that a path goes through; null: a field of the line itself */
  lookup: string | null
}

const SYSTEM = new Set(['id', 'version', 'owner', 'created_at', 'created_by', 'updated_at', 'updated_by'])
const MAX_COLUMNS = 8
const WIDTHS: Record<string, number> = {
  text: 200,
  'long-text': 220,
  lookup: 200,
  user: 150,
  select: 140,
  integer: 110,
}
const USUAL_WIDTH_PX = 130

/** The columns of a block, or all fields of a line that fit, with the sums of what is computed. */
export function lineColumnsOf(
  block: Pick<LayoutBlock, 'columns'>,
  schema: ObjectSchema,
  collection: Pick<CollectionInfo, 'field' | 'position'>,
): LineColumn[] {
  const chosen = Object.entries(block.columns ?? {}).sort(([, a], [, b]) => a.order - b.order)
  const names = chosen.length > 0 ? chosen.map(([name]) => name) : usualNames(schema, collection)
  return names.flatMap((name) => {
    const column = block.columns?.[name]
    if (column?.field) return [pathColumn(name, column)]
    const shape = shapeOf(schema, name)
    const info = schema.fields[name]
    if (!shape || !info?.readable) return []
    const aggregate = column ? (column.aggregate ?? null) : isSummed(shape) ? 'sum' : null
    const width = column?.width ?? WIDTHS[shape.type] ?? USUAL_WIDTH_PX
    const isWritable = info.writable && name !== collection.field
    const own = { name, shape, width, aggregate, lookup: null }
    return [{ ...own, isWritable, isRequired: info.required, isRight: isNumeric(shape) }]
  })
}

/** A column that shows what a record says to which the line refers, e.g. `product.code`. */
function pathColumn(name: string, { field, width, aggregate }: BlockColumn): LineColumn {
  const shape = shapeOfInfo(name, field as ColumnField)
  return {
    name,
    shape,
    isWritable: false,
    isRequired: false,
    isRight: isNumeric(shape),
    width: width ?? WIDTHS[shape.type] ?? USUAL_WIDTH_PX,
    aggregate: aggregate ?? null,
    lookup: name.split('.')[0] ?? null,
  }
}

function usualNames(schema: ObjectSchema, { field, position }: Pick<CollectionInfo, 'field' | 'position'>): string[] {
  const names = Object.keys(schema.fields)
  return names.filter((name) => !SYSTEM.has(name) && name !== field && name !== position).slice(0, MAX_COLUMNS)
}

const isSummed = (shape: FieldShape): boolean => shape.type === 'formula' && isNumeric(shape)
