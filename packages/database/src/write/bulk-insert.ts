import { appError } from '@fieldwork/metadata'
import type { CompiledObject } from '@fieldwork/metadata'
import { sqlState, sqlStateOf } from '../connection/sql-state.ts'
import type { Transaction } from '../connection/types.ts'
import type { QueryContext } from '../query/context.ts'
import { checkStored } from './bulk-check.ts'
import type { Refusals, StoredFindings } from './bulk-check.ts'
import { copyEvents, copyRows } from './bulk-copy.ts'
import { numbersDependOnRows, reserveNumbers } from './bulk-numbers.ts'
import { takeFilesOfRows } from './bulk-files.ts'
import { checkReferences } from './bulk-references.ts'
import { asBulkProblem } from './constraint-error.ts'
import { fillRows } from './bulk-fill.ts'
import { filledFields } from './filled-values.ts'
import { lockAllKeys } from './duplicate-locks.ts'
import { withoutLineRules } from './line-rules.ts'
import { tellNewRows } from './tell-rows.ts'
import { numberNewLines } from './line-places.ts'
import type { InsertInput, WriteOutcome } from './outcome.ts'

type Warnings = StoredFindings['warnings']
type Row = Pick<InsertInput, 'id' | 'values'>

export interface BulkInput {
  object: string
  /** how many rows there are at most */
  count: number
  /**
   * Ids from `newId`, normalised values by field name. Read while PostgreSQL takes in the rows before, and anew after a
   * deadlock; what it throws is thrown on when nothing more comes, and then nothing is stored.
   */
  rows: Iterable<Row>
  reason?: string
  /** their lines are written after them: rules that look at them are left to `checkLineRules` */
  beforeLines?: boolean
}

/** Rolls the transaction back and carries the refusals out of it. */
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
export async function insertRecords(ctx: QueryContext, input: BulkInput): Promise<WriteOutcome[]> {
  const object = ctx.catalog.object(input.object)
  let seen: Row[] = []
  let warnings: Warnings = new Map()
  try {
    if (input.count > 0)
      warnings = await ctx.db.transaction((tx) => store(ctx, tx, { ...input, object, seen: (seen = []) }))
  } catch (error) {
    const refusals = await refusalsOf(ctx, error, { object, rows: seen })
    return refusals ? seen.map(({ id }) => refusedOutcome(refusals.get(id))) : asBulkProblem(error, object, seen)
  }
  return seen.map(({ id }) => ({ code: null, detail: warnings.get(id) ?? [], json: null, version: 1 }))
}

interface Batch extends Omit<BulkInput, 'object'> {
  object: CompiledObject
  /** rows read so far */
  seen: Row[]
}

async function store(
  ctx: QueryContext,
  tx: Transaction,
  { object, count, rows, reason, beforeLines = false, seen }: Batch,
): Promise<Warnings> {
  await guardRevision(ctx, tx)
  await lockAllKeys(tx, object)
  const source = politely(rows)
  const known = await knownRows(ctx, tx, { object, source })
  const numbering = await reserveNumbers(ctx, tx, { object, count, rows: known })
  await copyRows(ctx, tx, object, collected(known ?? source, { numbering, seen })).catch(source.rethrow)
  source.rethrow()
  await numberNewLines(tx, { object, rows: seen })
  const references = await checkReferences(ctx, tx, { object, rows: seen })
  const files = await takeFilesOfRows(ctx, tx, { object, rows: seen })
  const checked = beforeLines ? withoutLineRules(object) : object
  const { refusals, warnings } = await checkStored(ctx, tx, { object: checked, rows: seen })
  refuseAny(joined([references, files, refusals]))
  await copyEvents(ctx, tx, { object, rows: seen, reason: reason ?? null })
  await tellNewRows(ctx, tx, { object, ids: seen.map(({ id }) => id), beforeLines })
  return warnings
}

/** The rows as a list, filled, where something must be known of each before it is stored; null where not. */
async function knownRows(
  ctx: QueryContext,
  tx: Transaction,
  { object, source }: { object: CompiledObject; source: PoliteSource },
): Promise<Row[] | null> {
  const isFilled = filledFields(object).length > 0
  if (!isFilled && !numbersDependOnRows(object)) return null
  const rows = [...source]
  source.rethrow()
  return isFilled ? fillRows(ctx, tx, { object, rows }) : rows
}

/** A publish that commits later waits for the table's lock, which this transaction then holds. */
async function guardRevision(ctx: QueryContext, tx: Transaction): Promise<void> {
  const { rows } = await tx.query<{ revision: string; epoch: string }>({
    text: 'select revision, epoch from fw_revision, fw_acl',
  })
  const isKnown = ctx.user.access === undefined || Number(rows[0]?.epoch) === ctx.user.access.epoch
  if (!isKnown || Number(rows[0]?.revision) !== ctx.catalog.revision) throw appError('stale_revision')
}

/** What the values of a row are refused for is told together; a row that is refused for more is told that. */
function joined(found: readonly Refusals[]): Refusals {
  const all: Refusals = new Map()
  for (const [id, refusal] of found.flatMap((refusals) => [...refusals])) {
    const known = all.get(id)
    if (!known) all.set(id, refusal)
    else if (refusal.code === 'rule' && known.code !== null)
      all.set(id, { code: known.code, detail: [...known.detail, ...refusal.detail] })
  }
  return all
}

function refuseAny(refusals: Refusals): void {
  if (refusals.size > 0) throw new Refused(refusals)
}

interface PoliteSource extends Iterable<Row> {
  /** throws what the rows threw, or else what it is given */
  rethrow(error?: unknown): void
}

/** A COPY that is broken off costs the connection, so an error of the rows waits until the COPY has ended. */
function politely(rows: Iterable<Row>): PoliteSource {
  const thrown: unknown[] = []
  return {
    *[Symbol.iterator]() {
      try {
        yield* rows
      } catch (error) {
        thrown.push(error)
      }
    },
    rethrow(error) {
      if (thrown.length > 0) throw thrown[0]
      if (error !== undefined) throw error
    },
  }
}

function* collected(
  rows: Iterable<Row>,
  { numbering, seen }: { numbering(row: Row, position: number): Row; seen: Row[] },
): Generator<Row> {
  for (const row of rows) {
    const numbered = numbering(row, seen.length)
    seen.push(numbered)
    yield numbered
  }
}

/** A foreign key names one row only, so all references are looked up again. */
async function refusalsOf(
  ctx: QueryContext,
  error: unknown,
  batch: { object: CompiledObject; rows: readonly Row[] },
): Promise<Refusals | null> {
  if (error instanceof Refused) return error.refusals
  if (sqlStateOf(error) !== sqlState.foreignKeyViolation) return null
  const refusals = await checkReferences(ctx, ctx.db, batch)
  return refusals.size > 0 ? refusals : null
}

function refusedOutcome(refusal: Pick<WriteOutcome, 'code' | 'detail'> | undefined): WriteOutcome {
  return { code: null, detail: [], ...refusal, json: null, version: null }
}
