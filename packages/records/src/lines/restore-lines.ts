import { momentOfVersion, readLines, readPastLines, renumberLines } from '@fieldwork/database'
import type { PastLine, WriteInput } from '@fieldwork/database'
import { AppError, appError } from '@fieldwork/metadata'
import type { CompiledCollection, CompiledObject } from '@fieldwork/metadata'
import type { Problem } from '@fieldwork/fields'
import { demand } from '../actor-context.ts'
import { exactMoment } from '../exact-moment.ts'
import { askingAtEnd } from '../asking-at-end.ts'
import { restorableValues } from '../restorable-values.ts'
import { restoreRecord } from '../restore-record.ts'
import type { FieldValues, RecordAddress, RecordText, RestoreInput } from '../types.ts'
import { changeRecord } from '../write-change.ts'
import type { WriteContext } from '../write-context.ts'
import { finished } from './create-with-lines.ts'
import { keepingWholes } from './keep-wholes.ts'
import { pointingTo, within } from './line-problems.ts'
import { masterOf } from './line-values.ts'
import { movedLinesProblem } from './moved-lines-problem.ts'
import type { MovedLine } from './moved-lines-problem.ts'
import { linesOf } from './split-lines.ts'

/** What an administrator brings back with a record to a moment, besides its lines; a version is the record's alone. */
export function snapshotOf({ actor, catalog }: WriteContext, input: RestoreInput): CompiledCollection[] {
  if (!actor.administrator || !('at' in input)) return []
  return [...catalog.object(input.object).collections.values()].filter(({ isSnapshot }) => isSnapshot === true)
}

/**
 * A record and its lines as they were, in one transaction, and to a moment also its snapshot (`snapshotOf`). Lines that went to another record come back, and those that
 * came from one go back there, as far as the actor may and the other record's rules hold.
 *
 * @throws not_found (the record, or the version), stale_version, validation_failed (`moved_lines` names those that
 * cannot be moved), and whatever a change may be refused for
 */
export function restoreWithLines(ctx: WriteContext, input: RestoreInput): Promise<RecordText> {
  const { object, id } = input
  return askingAtEnd(ctx, async (tx) => {
    const write = (change: WriteInput) => changeRecord(tx, { ...change, beforeLines: true })
    const { warnings = [] } = await restoreRecord(tx, tx.actor, input, write)
    const at = 'at' in input ? exactMoment(input.at) : await momentOfVersion(tx, input)
    const reason = input.reason ?? ('at' in input ? input.at : `version ${input.version}`)
    const problems: Problem[] = []
    const warned = [...warnings]
    if (at !== null) {
      const restoring = { ctx: tx, at, reason, problems, warned, written: new Set<string>() }
      await restoreLines(restoring, { object, id })
      for (const collection of snapshotOf(tx, input)) await restoreReferring(restoring, collection, id)
    }
    if (problems.length > 0) throw appError('validation_failed', {}, problems)
    return finished(tx, { object, id, collections: linesOf(tx.catalog.object(object)), warned })
  })
}

interface Restoring {
  ctx: WriteContext
  /** timestamp as PostgreSQL writes it */
  at: string
  reason: string
  problems: Problem[]
  /** gets what the writes are warned of */
  warned: Problem[]
  /** ids of the records that are written as wholes */
  written: Set<string>
}

/**
 * Brings the lines of a record back to what they were at a moment: those that did not exist go into the recycle bin,
 * those that were removed come back, those that changed go back; lines of lines too.
 */
async function restoreLines(restoring: Restoring, { object, id }: RecordAddress): Promise<void> {
  const { ctx, at, problems, written } = restoring
  written.add(id)
  for (const collection of linesOf(ctx.catalog.object(object))) {
    const lines = await readPastLines(ctx, { object: collection.object, id, at })
    const stuck: MovedLine[] = []
    const warnings: Problem[] = []
    const restore = () => restoreEach({ ...restoring, warned: warnings }, { collection, id, lines, stuck })
    await pointingTo(`/${collection.name}`, restore)
    restoring.warned.push(...within(`/${collection.name}`, warnings))
    if (stuck.length > 0) problems.push(await movedLinesProblem(ctx, { object, collection, stuck }))
    const order = (await readLines(ctx, { object: collection.object, id })).map((line) => line.id)
    await renumberLines(ctx, { object: collection.object, id, order })
  }
}

/** What refers to a record as it did goes back, out of the recycle bin too; what was made or moved since stays. */
async function restoreReferring(restoring: Restoring, { object, field }: CompiledCollection, id: string) {
  const { ctx, at } = restoring
  const past = await readPastLines(ctx, { object, id, at, field })
  const isSame = ({ wasLive, master, pastMaster }: PastLine) => wasLive && master === id && pastMaster === id
  for (const record of past.filter(isSame)) {
    if (!record.isLive) await writeLine(restoring, object, record.id, [{ operation: 'undelete', values: {} }])
    const { values } = await restorableValues(ctx, ctx.actor, { object, id: record.id, values: record.values })
    if (Object.keys(values).length > 0)
      await writeLine(restoring, object, record.id, [{ operation: 'restore', values }])
    await restoreLines(restoring, { object, id: record.id })
  }
}

interface Lines {
  collection: CompiledCollection
  /** their record */
  id: string
  lines: readonly PastLine[]
  /** gets the lines that could not be moved */
  stuck: MovedLine[]
}

/** What goes makes room for what comes back. */
async function restoreEach(restoring: Restoring, { collection, id, lines, stuck }: Lines): Promise<void> {
  const { object } = collection
  const child = restoring.ctx.catalog.object(object)
  for (const line of lines.filter(({ isLive, master }) => isLive && master === id)) {
    const { pastMaster: to } = line
    if (to !== id) await moving(restoring, { child, line, to, other: to, values: placeOf(child, line), stuck })
    else if (!line.wasLive) await writeLine(restoring, object, line.id, [{ operation: 'delete', values: {} }])
  }
  const kept = lines.filter(({ wasLive, pastMaster }) => wasLive && pastMaster === id)
  for (const line of kept.filter(({ isLive, master }) => !isLive && master === id))
    await writeLine(restoring, object, line.id, [{ operation: 'undelete', values: {} }])
  for (const line of kept) {
    const { values, kept: unchanged } = await restorable(restoring.ctx, child, line)
    restoring.warned.push(...unchanged)
    if (line.master !== id) {
      if (!(await moving(restoring, { child, line, to: id, other: line.master, values, stuck }))) continue
    } else if (Object.keys(values).length > 0) {
      await writeLine(restoring, object, line.id, [{ operation: 'restore', values }])
    }
    await restoreLines(restoring, { object, id: line.id })
  }
}

interface Move {
  child: CompiledObject
  line: PastLine
  /** the record that the line is to belong to */
  to: string
  /** of the two records, the one that is not restored */
  other: string
  /** written with it */
  values: FieldValues
  stuck: MovedLine[]
}

/** Moves a line from one record to another, or notes why it cannot be. */
async function moving(restoring: Restoring, { child, line, to, other, values, stuck }: Move): Promise<boolean> {
  const back: Step[] = line.isLive ? [] : [{ operation: 'undelete', values: {} }]
  const move: Step = { operation: 'restore', values: { ...values, [masterOf(child).field]: to } }
  try {
    await writeLine(restoring, child.name, line.id, [...back, move])
    return true
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500 || error.code === 'stale_revision') throw error
    stuck.push({ id: line.id, other, error })
    return false
  }
}

function placeOf(child: CompiledObject, { values }: PastLine): FieldValues {
  const { position } = masterOf(child)
  return position !== null && Object.hasOwn(values, position) ? { [position]: values[position] } : {}
}

type Step = Pick<WriteInput, 'operation' | 'values'>

/** Writes a line; the wholes that it belongs to besides those that are restored have to admit it. */
async function writeLine({ ctx, reason, written, warned }: Restoring, object: string, id: string, steps: Step[]) {
  for (const { operation } of steps) demand(ctx, object, operation === 'restore' ? 'update' : 'delete')
  const { warnings } = await keepingWholes(ctx, {
    object,
    ids: [id],
    values: steps.map(({ values }) => values),
    isWritten: (_, whole) => written.has(whole),
    write: async (tx) => {
      const told: Problem[] = []
      for (const step of steps) told.push(...((await changeRecord(tx, { object, id, ...step, reason })).warnings ?? []))
      return { warnings: told }
    },
  })
  warned.push(...warnings)
}

/** A line stays with its master; what the platform keeps, only an administrator brings back, the place excepted. */
function restorable({ actor, ...ctx }: WriteContext, child: CompiledObject, { id, values }: PastLine) {
  const { field, position } = masterOf(child)
  const own = Object.fromEntries(Object.entries(values).filter(([name]) => name !== field))
  return restorableValues(ctx, actor, { object: child.name, id, values: own, isOpen: (name) => name === position })
}
