import { lastPlace, lockWithChildren, readLines, renumberLines } from '@fieldwork/database'
import type { StoredLine } from '@fieldwork/database'
import { AppError, appError, isPlainObject } from '@fieldwork/metadata'
import type { CompiledCollection, CompiledObject } from '@fieldwork/metadata'
import type { Problem } from '@fieldwork/fields'
import { demand } from '../actor-context.ts'
import { askingAtEnd } from '../asking-at-end.ts'
import type { Warned } from '../asking-at-end.ts'
import { changesOf, withoutStored } from '../changes.ts'
import type { FieldValues, RecordText, UpdateInput } from '../types.ts'
import { changeRecord } from '../write-change.ts'
import type { WriteContext } from '../write-context.ts'
import { collectionsOf, finished } from './create-with-lines.ts'
import { keepingWholes } from './keep-wholes.ts'
import { notALine, repeatedLine, tooManyNew, unknownLine, warningsAt, within } from './line-problems.ts'
import { enteredValues, masterProblems } from './line-values.ts'
import { insertLines, lineProblems } from './new-lines.ts'
import { linePointer, splitLines } from './split-lines.ts'
import type { LineChanges } from './line-changes.ts'
import type { SentLines, Split } from './split-lines.ts'

/**
 * A record and the new whole of its lines, or what changes of them, in one transaction: a line with an id is changed,
 * one without is new, and one that is missing from the whole is deleted. Lines that the actor cannot see stay. The
 * record's version stands for the whole.
 *
 * @throws validation_failed (every problem, pointers such as `/lines/3/quantity`), and what a change is refused for
 */
export function updateWithLines(ctx: WriteContext, input: Omit<UpdateInput, 'values'>, split: Split) {
  return askingAtEnd(ctx, async (tx): Promise<RecordText> => {
    await lockWithChildren(tx.db, tx.catalog, input)
    const problems = [...split.problems]
    const own = await attempt(problems, '', () => changesOf(tx, { ...input, values: split.own }))
    // who may not change the record learns nothing about its lines
    const change = { ...input, operation: 'update', values: own ?? {}, beforeLines: true } as const
    const written = own && (await attemptWrite(tx, { problems, pointer: '' }, () => changeRecord(tx, change)))
    const plans: LinePlan[] = []
    for (const sent of split.sent) plans.push(await planLines(tx, { ...sent, masterId: input.id, problems }))
    if (problems.length > 0) throw appError('validation_failed', {}, problems)
    const warned = [...(written?.warnings ?? [])]
    for (const plan of plans) warned.push(...(await applyPlan(tx, plan, problems)))
    if (problems.length > 0) throw appError('validation_failed', {}, problems)
    return finished(tx, { object: input.object, id: input.id, collections: collectionsOf(split), warned })
  })
}

/** The problems that `work` is refused for, put to the others; anything else is thrown on. */
async function attempt<T>(problems: Problem[], pointer: string, work: () => Promise<T>): Promise<T | null> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'validation_failed') throw error
    problems.push(...within(pointer, error.problems))
    return null
  }
}

/**
 * The same for a write: what a statement refuses by itself leaves the transaction as it was, so others can still be
 * looked at. Where the database has refused it nothing more can be asked, and the refusal is thrown on.
 */
async function attemptWrite<T>(
  { db }: WriteContext,
  { problems, pointer }: { problems: Problem[]; pointer: string },
  work: () => Promise<T>,
): Promise<T | null> {
  const found: Problem[] = []
  let refusal: unknown
  const done = await attempt(found, pointer, () =>
    work().catch((error: unknown) => {
      refusal = error
      throw error
    }),
  )
  if (found.length === 0) return done
  if (!(await isUsable(db))) throw refusal
  problems.push(...found)
  return null
}

async function isUsable(db: WriteContext['db']): Promise<boolean> {
  try {
    await db.query({ text: 'select' })
    return true
  } catch {
    // an aborted transaction answers nothing
    return false
  }
}

interface ChangedLine {
  id: string
  pointer: string
  values: FieldValues
  expectedVersion: number | undefined
  /** the lines of the line */
  split: Split | null
}

interface LinePlan {
  collection: CompiledCollection
  masterId: string
  created: { values: FieldValues; place: number; pointer: string }[]
  changed: ChangedLine[]
  removed: string[]
  /** ids in the new order; null: a new line */
  order: (string | null)[]
  /** new lines come after those that are there */
  appends: boolean
}

interface PlanInput extends SentLines {
  masterId: string
  problems: Problem[]
}

async function planLines(ctx: WriteContext, input: PlanInput): Promise<LinePlan> {
  const { collection, lines, changes, masterId, problems } = input
  const child = ctx.catalog.object(collection.object)
  // only an order tells of lines that do not change
  const ids = changes && changes.order === null ? [...idsIn(lines), ...changes.remove] : undefined
  const read = await readLines(ctx, { object: child.name, id: masterId, ids })
  const stored = new Map(read.map((line) => [line.id, line]))
  const plan: LinePlan = { collection, masterId, created: [], changed: [], removed: [], order: [], appends: false }
  for (const [at, line] of lines.entries()) {
    const pointer = linePointer(input, at)
    if (!isPlainObject(line)) problems.push(notALine(pointer))
    else if (line.id == null) {
      problems.push(...lineProblems(ctx, child, { line, pointer, masterId }))
      plan.created.push({ values: line, place: at + 1, pointer })
      plan.order.push(null)
    } else await planChange(ctx, { plan, child, line, pointer, stored, problems })
  }
  const kept = new Set(plan.order)
  if (!changes) return { ...plan, removed: [...stored.keys()].filter((id) => !kept.has(id)) }
  problems.push(...changeProblems(`/${collection.name}`, { changes, plan, stored }))
  return { ...plan, removed: changes.remove, order: changes.order ?? [], appends: changes.order === null }
}

const idsIn = (lines: readonly unknown[]): string[] =>
  lines.flatMap((line) => (isPlainObject(line) && line.id != null ? [String(line.id).toLowerCase()] : []))

interface Changed {
  changes: LineChanges
  plan: LinePlan
  stored: ReadonlyMap<string, StoredLine>
}

/** What is wrong with the lines that are removed, and with an order. */
function changeProblems(pointer: string, { changes: { remove, order }, plan, stored }: Changed): Problem[] {
  const found: Problem[] = []
  const changed = new Set(plan.changed.map(({ id }) => id))
  const look = (name: string, ids: readonly (string | null)[], taken: ReadonlySet<string>): void =>
    ids.forEach((id, at) => {
      if (id === null) return
      if (!stored.has(id)) found.push(unknownLine(`${pointer}/${name}/${at}`))
      else if (taken.has(id) || ids.indexOf(id) < at) found.push(repeatedLine(`${pointer}/${name}/${at}`))
    })
  look('remove', remove, changed)
  look('order', order ?? [], new Set(remove))
  const news = order?.filter((id) => id === null).length ?? 0
  return news > plan.created.length ? [...found, tooManyNew(`${pointer}/order`)] : found
}

interface ChangeInput {
  plan: LinePlan
  child: CompiledObject
  line: FieldValues
  pointer: string
  stored: ReadonlyMap<string, StoredLine>
  problems: Problem[]
}

async function planChange(ctx: WriteContext, { plan, child, line, pointer, stored, problems }: ChangeInput) {
  const id = String(line.id).toLowerCase()
  const before = stored.get(id)
  if (!before || plan.order.includes(id)) {
    problems.push((before ? repeatedLine : unknownLine)(`${pointer}/id`))
    return
  }
  plan.order.push(id)
  problems.push(...masterProblems(child, line, { pointer, masterId: plan.masterId }))
  const split = splitLines(child, line, 'update')
  const entered = withoutStored(enteredValues(child, split?.own ?? line), before.record)
  const values = await attempt(problems, pointer, () => changesOf(ctx, { object: child.name, id, values: entered }))
  const expectedVersion = Number.isInteger(line.version) ? (line.version as number) : undefined
  plan.changed.push({ id, pointer, values: values ?? {}, expectedVersion, split })
}

/**
 * What goes makes room for what comes: a code that must be unique can move from one line to another.
 *
 * @param problems takes what is wrong with lines that are changed, all of them
 * @returns warnings
 */
async function applyPlan(ctx: WriteContext, plan: LinePlan, problems: Problem[]) {
  const { collection, masterId, changed, removed, order } = plan
  const { object } = collection
  const warned: Problem[] = []
  if (removed.length > 0) demand(ctx, object, 'delete')
  for (const id of removed) {
    const gone = { object, id, operation: 'delete', values: {} } as const
    const write = (tx: WriteContext) => changeRecord(tx, gone)
    const keep = () => keepingWholes(ctx, { object, ids: [id], apartFrom: collection.field, write })
    warned.push(...(await warningsAt(`/${collection.name}`, keep)))
  }
  for (const line of changed) {
    const change = () => warningsAt(line.pointer, () => changeLine(ctx, collection, line))
    warned.push(...((await attemptWrite(ctx, { problems, pointer: '' }, change)) ?? []))
  }
  if (problems.length > 0) return warned
  if (plan.created.length > 0) demand(ctx, object, 'create')
  const { ids, warnings } = await insertLines(ctx, collection, [{ masterId, lines: await placed(ctx, plan) }])
  let next = 0
  await renumberLines(ctx, { object, id: masterId, order: order.map((id) => id ?? ids[next++] ?? '') })
  return [...warned, ...warnings]
}

/** The new lines with their places. */
async function placed(ctx: WriteContext, { collection, masterId, created, removed, order, appends }: LinePlan) {
  if (created.length === 0) return created
  if (appends) {
    const lines = { object: collection.object, id: masterId }
    if (removed.length > 0) await renumberLines(ctx, { ...lines, order: [] })
    const last = await lastPlace(ctx, lines)
    return created.map((line, at) => ({ ...line, place: last + at + 1 }))
  }
  const places = order.flatMap((id, at) => (id === null ? [at + 1] : []))
  return created.map((line, at) => ({ ...line, place: places[at] ?? order.length + at + 1 }))
}

async function changeLine(
  ctx: WriteContext,
  { object, field }: CompiledCollection,
  { id, values, expectedVersion, split }: ChangedLine,
): Promise<Warned> {
  if (!split && Object.keys(values).length === 0 && expectedVersion === undefined) return {}
  if (!split) demand(ctx, object, 'update')
  const write = (tx: WriteContext) =>
    split
      ? updateWithLines(tx, { object, id, expectedVersion }, { ...split, own: values })
      : changeRecord(tx, { object, id, operation: 'update', values, expectedVersion })
  return keepingWholes(ctx, { object, ids: [id], values: [values], apartFrom: field, write })
}
