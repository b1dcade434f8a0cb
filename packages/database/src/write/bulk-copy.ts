import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { from as copyFrom } from 'pg-copy-streams'
import { ownershipFields } from '@fieldwork/metadata'
import type { CompiledField, CompiledObject } from '@fieldwork/metadata'
import type { Transaction } from '../connection/types.ts'
import type { QueryContext } from '../query/context.ts'
import { quoteName } from '../query/sql-text.ts'
import { copyValue } from './copy-text.ts'
import type { InsertInput } from './outcome.ts'
import { columnList } from './statement-parts.ts'

type Row = Pick<InsertInput, 'id' | 'values'>

/** rows turned into text at a time: PostgreSQL takes them in, and other requests run, in between */
const rowsPerChunk = 500

/** Streams new rows into the object's table. */
export function copyRows(
  ctx: QueryContext,
  tx: Transaction,
  object: CompiledObject,
  rows: Iterable<Row>,
): Promise<void> {
  const fields = writtenFields(object)
  const columns = ['id', 'created_by', 'updated_by', ...fields.map(({ column }) => column ?? '')]
  const actor = copyValue(ctx.user.id)
  const line = ({ id, values }: Row) => {
    let text = `${id}\t${actor}\t${actor}`
    for (const field of fields) text += `\t${copyValue(values[field.name], field)}`
    return `${text}\n`
  }
  return copy(tx, `copy ${quoteName(object.table)} (${columnList(columns)}) from stdin`, inChunks(rows, line))
}

/** Streams the events of new rows. */
export function copyEvents(
  { user, catalog }: QueryContext,
  tx: Transaction,
  { object, rows, reason }: { object: CompiledObject; rows: Iterable<Row>; reason: string | null },
): Promise<void> {
  const rest = [copyValue(user.id), String(catalog.revision), '1', copyValue(reason)].join('\t')
  const line = ({ id }: Row) => `${object.name}\t${id}\tcreate\t${rest}\t{}\n`
  const columns = 'object, record_id, op, actor, revision, version, reason, changes'
  return copy(tx, `copy fw_event (${columns}) from stdin`, inChunks(rows, line))
}

/** Every column that values may be for. */
function writtenFields(object: CompiledObject): CompiledField[] {
  return [...object.fields.values()].filter(
    ({ name, column, system, rollUp }) => column !== null && rollUp === null && (!system || ownershipFields.has(name)),
  )
}

async function copy(tx: Transaction, text: string, chunks: Iterable<string>): Promise<void> {
  await pipeline(Readable.from(chunks), tx.client.query(copyFrom(text)))
}

function* inChunks(rows: Iterable<Row>, line: (row: Row) => string): Generator<string> {
  let text = ''
  let count = 0
  for (const row of rows) {
    text += line(row)
    if (++count % rowsPerChunk !== 0) continue
    yield text
    text = ''
  }
  if (text !== '') yield text
}
