import { AppError } from '@fieldwork/metadata'
import type { CompiledCollection, CompiledObject, PrintBlock, PrintTemplateDefinition } from '@fieldwork/metadata'
import type { PrintedColumn, PrintedLines } from './content.ts'
import type { PrintedRecord, Reader } from './reader.ts'

type LinesBlock = Extract<PrintBlock, { type: 'lines' }>

/** By block, the lines that the template prints; those that the actor may not print are absent. */
export async function readLines(
  reader: Reader,
  record: PrintedRecord,
  { blocks }: PrintTemplateDefinition,
): Promise<Map<string, PrintedLines>> {
  const found = new Map<string, PrintedLines>()
  for (const [key, block] of Object.entries(blocks)) {
    const collection = block.type === 'lines' ? record.object.collections.get(block.collection) : undefined
    if (block.type !== 'lines' || !collection) continue
    const lines = await linesOf(reader, record, { block, collection })
    if (lines && lines.columns.length > 0) found.set(key, lines)
  }
  return found
}

interface LinesInput {
  block: LinesBlock
  collection: CompiledCollection
}

async function linesOf(
  { records, actor, catalog, wording }: Reader,
  { id }: PrintedRecord,
  { block, collection }: LinesInput,
): Promise<PrintedLines | null> {
  const object = catalog.object(collection.object)
  const looks = block.columns ?? columnsOf(object)
  const fields = Object.keys(looks).sort((a, b) => looks[a]!.order - looks[b]!.order)
  const filter = `${collection.field} == "${id}"`
  const sort = object.master?.position ?? 'id'
  const input = { object: object.name, operation: 'print', filter, sort, fields, most: null } as const
  try {
    const taken = await records.take(actor, { ...input, leavesOutHidden: true })
    const rows = await taken.all()
    const columns = taken.columns.map(({ path, field, label }): PrintedColumn => {
      const look: PrintedColumn['look'] = looks[path] ?? {}
      return { path, field, label: look.label?.[wording.locale] ?? label, look }
    })
    return { rows, columns }
  } catch (error) {
    if (error instanceof AppError && error.code === 'forbidden') return null
    throw error
  }
}

/** What lines show that nobody has designed. */
function columnsOf(object: CompiledObject): NonNullable<LinesBlock['columns']> {
  const { master } = object
  const shown = [...object.fields.values()].filter(
    ({ name, system, property, type }) =>
      !system &&
      name !== master?.field &&
      name !== master?.position &&
      property['x-field'].visible !== false &&
      type.presentation?.isLong !== true,
  )
  return Object.fromEntries(
    shown.slice(0, 10).map((field, order) => [field.name, { order, total: field.type.name === 'money' }]),
  )
}
