import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { from as copyFrom } from 'pg-copy-streams'
import { appError } from '@fieldwork/metadata'
import type { CompiledField, CompiledObject } from '@fieldwork/metadata'
import type { Transaction } from '../connection/types.ts'
import type { QueryContext } from '../query/context.ts'
import { quoteName } from '../query/sql-text.ts'
import { checkReferences, checkStored } from './bulk-check.ts'
import type { Refusals } from './bulk-check.ts'
import { numberRows } from './bulk-numbers.ts'
import { changeWriter } from './changes-json.ts'
import { asBulkProblem } from './constraint-error.ts'
import { copyValue, escapeCopy } from './copy-text.ts'
import { recordedFields } from './event.ts'
import type { InsertInput, WriteOutcome } from './outcome.ts'
import { columnList } from './statement-parts.ts'

type Row = Pick<InsertInput, 'id' | 'values'>

export interface BulkInput {
  object: string
  /** ids from `newId`; normalised values by field name */
  rows: Row[]
  reason?: string
}

/** rows turned into text at a time: other requests run in between */
const rowsPerChunk = 500

/** Rolls the transaction back and carries the outcome out of it. */
class Refused extends Error {
  readonly refusals: Refusals
  constructor(refusals: Refusals) {
    super('Some rows were refused')
    this.refusals = refusals
  }
}

/**
 * Stores many new records with their events and auto-numbers, or none of them. Outcomes are in the order of the rows
 * and hold no JSON; when any is refused, nothing is stored.
 *
 * @throws duplicate, validation_failed (what only the database can find), stale_revision
 */
export async function insertRecords(
  ctx: QueryContext,
  { object: name, rows, reason }: BulkInput,
): Promise<WriteOutcome[]> {
  const object = ctx.catalog.object(name)
  if (rows.length === 0) return []
  try {
    await ctx.db.transaction((tx) => store(ctx, tx, { object, rows, reason: reason ?? null }))
  } catch (error) {
    if (error instanceof Refused) return rows.map(({ id }) => refusedOutcome(error.refusals.get(id)))
    return asBulkProblem(error, object, rows)
  }
  return rows.map(() => ({ code: null, detail: [], json: null, version: 1 }))
}

function refusedOutcome(refusal: Pick<WriteOutcome, 'code' | 'detail'> | undefined): WriteOutcome {
  return { code: null, detail: [], ...refusal, json: null, version: null }
}

interface Batch {
  object: CompiledObject
  rows: readonly Row[]
  reason: string | null
}

async function store(ctx: QueryContext, tx: Transaction, batch: Batch): Promise<void> {
  await guardRevision(ctx, tx)
  refuseAny(await checkReferences(ctx, tx, batch))
  const rows = await numberRows(ctx, tx, batch)
  const fields = usedFields(batch.object, rows)
  await copy(tx, copyRows(ctx, { ...batch, rows }, fields))
  refuseAny(await checkStored(ctx, tx, batch))
  await copy(
    tx,
    copyEvents(
      ctx,
      { ...batch, rows },
      recordedFields(
        batch.object,
        fields.map(({ name }) => name),
      ),
    ),
  )
}

/** A publish that commits later waits for the table's lock, which this transaction then holds. */
async function guardRevision(ctx: QueryContext, tx: Transaction): Promise<void> {
  const { rows } = await tx.query<{ revision: string }>({ text: 'select revision from fw_revision' })
  if (Number(rows[0]?.revision) !== ctx.catalog.revision) throw appError('stale_revision')
}

function refuseAny(refusals: Refusals): void {
  if (refusals.size > 0) throw new Refused(refusals)
}

function usedFields(object: CompiledObject, rows: readonly Row[]): CompiledField[] {
  const used = new Set<string>()
  for (const { values } of rows) for (const name in values) if (values[name] != null) used.add(name)
  return [...used].map((name) => {
    const field = object.fields.get(name)
    if (field?.column == null) throw new Error(`${object.name}.${name} cannot be written`)
    return field
  })
}

interface Copy {
  text: string
  chunks: Iterable<string>
}

async function copy(tx: Transaction, { text, chunks }: Copy): Promise<void> {
  await pipeline(Readable.from(chunks), tx.client.query(copyFrom(text)))
}

function copyRows({ user }: QueryContext, { object, rows }: Batch, fields: readonly CompiledField[]): Copy {
  const columns = ['id', 'created_by', 'updated_by', ...fields.map(({ column }) => column ?? '')]
  const actor = copyValue(user.id)
  const line = ({ id, values }: Row) => {
    let text = `${id}\t${actor}\t${actor}`
    for (const field of fields) text += `\t${copyValue(values[field.name], field)}`
    return `${text}\n`
  }
  return { text: `copy ${quoteName(object.table)} (${columnList(columns)}) from stdin`, chunks: inChunks(rows, line) }
}

function copyEvents(ctx: QueryContext, { object, rows, reason }: Batch, recorded: readonly CompiledField[]): Copy {
  const rest = [copyValue(ctx.user.id), String(ctx.catalog.revision), '1', copyValue(reason)].join('\t')
  const changes = changeWriter(recorded)
  const line = ({ id, values }: Row) => `${object.name}\t${id}\tcreate\t${rest}\t${escapeCopy(changes(values))}\n`
  const columns = 'object, record_id, op, actor, revision, version, reason, changes'
  return { text: `copy fw_event (${columns}) from stdin`, chunks: inChunks(rows, line) }
}

function* inChunks(rows: readonly Row[], line: (row: Row) => string): Generator<string> {
  for (let start = 0; start < rows.length; start += rowsPerChunk) {
    let text = ''
    for (const row of rows.slice(start, start + rowsPerChunk)) text += line(row)
    yield text
  }
}
