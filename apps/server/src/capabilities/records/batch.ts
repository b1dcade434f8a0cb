import type { WriteConsent } from '@fieldwork/database'
import { AppError, isPlainObject } from '@fieldwork/metadata'
import type { Actor, PlannedWrite, Records } from '@fieldwork/records'
import type { FastifyInstance } from 'fastify'
import type { ServerDeps } from '../../capability.ts'
import { refuse, say } from '../../errors.ts'
import { flag, list, optional, readMembers } from '../../http/body.ts'
import { jsonAnswer } from '../../http/answer.ts'
import { loggedCallerOf } from '../../http/caller.ts'
import { readConsent } from '../../http/consent.ts'
import { answerOnce } from '../../http/idempotency.ts'
import { readId } from '../../http/ids.ts'
import type { ObjectParams } from './answers.ts'
import { attempt, entryAnswer, pointingTo, resolvedByRow, type EntryAnswer } from './batch-answers.ts'

const BODY_LIMIT_BYTES = 64 << 20
const MAX_ENTRIES = 50_000

const batchBody = { create: optional(list), update: optional(list), delete: optional(list), atomic: optional(flag) }

/** One write of a batch: where it stands in the body, and what it does. */
interface Step {
  kind: 'create' | 'update' | 'delete'
  pointer: string
  /** which record is written, and with which values */
  planned: Omit<PlannedWrite, 'object'>
  run(records: Records): Promise<EntryAnswer>
}

type BatchAnswer = Record<Step['kind'], EntryAnswer[]>

interface Batch {
  object: string
  consent: WriteConsent | undefined
  create: unknown[]
  /** updates and deletions */
  steps: Step[]
}

/** Many writes in one request: all or none, or each on its own when `atomic` is false. */
export function addBatchRoute(app: FastifyInstance, deps: ServerDeps): void {
  app.post<ObjectParams>('/api/records/:object/batch', { bodyLimit: BODY_LIMIT_BYTES }, async (request, reply) => {
    const { create = [], update = [], delete: remove = [], atomic = true } = readMembers(request.body, batchBody)
    if (create.length + update.length + remove.length > MAX_ENTRIES) {
      throw refuse('too_large', { limit: say(`${MAX_ENTRIES} entries`, `${MAX_ENTRIES} 条`) })
    }
    const actor = loggedCallerOf(request)
    const { object } = request.params
    const consent = readConsent(request)
    const steps = [
      ...update.map((entry, index) => updateStep({ actor, object, consent }, entry, `/update/${index}`)),
      ...remove.map((entry, index) => deleteStep({ actor, object, consent }, entry, `/delete/${index}`)),
    ]
    const write = atomic ? runTogether : runSeparately
    return answerOnce(request, reply, deps, async (records) =>
      jsonAnswer(200, JSON.stringify(await write(actor, { object, consent, create, steps }, records))),
    )
  })
}

async function runTogether(actor: Actor, batch: Batch, records: Records): Promise<BatchAnswer> {
  if (batch.steps.length === 0) return writeTogether(actor, batch, records)
  const run = (write: (within: Records) => Promise<BatchAnswer>) =>
    records.transaction(async (within) => {
      await within.hold(plannedWrites(batch))
      return write(within)
    })
  try {
    return await run((within) => writeTogether(actor, batch, within))
  } catch (error) {
    if (!isTellable(error)) throw error
    return run((within) => tellAll(actor, { ...batch, error }, within))
  }
}

/** Refusals of a record, beside which the other entries can be wrong too. */
const isTellable = (error: unknown): error is AppError =>
  error instanceof AppError && error.status < 500 && !['stale_revision', 'too_large'].includes(error.code)

/** more would only hide the first ones */
const MAX_PROBLEMS = 1_000

/**
 * Does a batch that was refused once more, each part as far as it goes, to tell everything that is wrong with it;
 * nothing of it stays. What refuses is told before what only warns.
 *
 * @throws one refusal with all problems
 */
async function tellAll(
  actor: Actor,
  { error: before, ...batch }: Batch & { error: AppError },
  records: Records,
): Promise<never> {
  const refused: AppError[] = []
  const note = async (pointer: string, part: (within: Records) => Promise<unknown>) => {
    try {
      await records.transaction((within) => pointingTo(pointer, () => part(within)))
    } catch (error) {
      if (!isTellable(error)) throw error
      refused.push(withProblem(error, pointer))
    }
  }
  const { create, steps } = batch
  if (create.length > 0) await note('', (within) => writeTogether(actor, { ...batch, steps: [] }, within))
  for (const { pointer, run } of steps) {
    if (refused.reduce((sum, { problems }) => sum + problems.length, 0) >= MAX_PROBLEMS) break
    await note(pointer, run)
  }
  const blocking = refused.filter(({ code }) => code !== 'confirmation_needed')
  const told = blocking.length > 0 ? blocking : refused
  const [first] = told
  // what stood in the way is gone meanwhile
  if (!first) throw before
  const { code, status, localized: message, params } = first
  throw new AppError(code, { status, message, params, problems: told.flatMap(({ problems }) => problems) })
}

/** A refusal without problems is one itself, at its entry. */
function withProblem(error: AppError, pointer: string): AppError {
  if (error.problems.length > 0) return error
  const { code, status, localized: message, params } = error
  return new AppError(code, { status, message, params, problems: [{ pointer, code, message }] })
}

function plannedWrites({ object, create, steps }: Batch): PlannedWrite[] {
  const rows = create.map((values) => ({ object, ...(isPlainObject(values) && { values }) }))
  return [...rows, ...steps.map(({ planned }) => ({ object, ...planned }))]
}

async function writeTogether(
  actor: Actor,
  { object, consent, create, steps }: Batch,
  records: Records,
): Promise<BatchAnswer> {
  const answer = emptyAnswer()
  if (create.length > 0) {
    const rows = create.map((row, index) => entryOf(row, `/create/${index}`))
    const input = { object, rows }
    const { ids, warnings } = await pointingTo('/create', () => records.createMany(actor, input, consent))
    const warned = resolvedByRow(warnings, actor.locale)
    for (const [row, id] of ids.entries()) answer.create.push({ status: 201, id, version: 1, ...warned.get(row) })
  }
  for (const step of steps) answer[step.kind].push(await pointingTo(step.pointer, () => step.run(records)))
  return answer
}

/** Entries are written in order, each in a transaction of its own; one that fails gets its problem in place of its id. */
async function runSeparately(
  actor: Actor,
  { object, consent, create, steps }: Batch,
  records: Records,
): Promise<BatchAnswer> {
  const answer = emptyAnswer()
  const creates = create.map((row, index) => createStep({ actor, object, consent }, row, `/create/${index}`))
  for (const { kind, pointer, run } of [...creates, ...steps]) {
    const write = () => (records.isBound ? records.transaction(run) : run(records))
    answer[kind].push(await attempt(actor, () => pointingTo(pointer, write)))
  }
  return answer
}

function emptyAnswer(): BatchAnswer {
  return { create: [], update: [], delete: [] }
}

interface StepContext {
  actor: Actor
  object: string
  consent: WriteConsent | undefined
}

function createStep({ actor, object, consent }: StepContext, entry: unknown, pointer: string): Step {
  const run = async (records: Records) => {
    const record = await records.create(actor, { object, values: entryOf(entry, pointer) }, consent)
    return { status: 201, ...entryAnswer(record, actor.locale) }
  }
  return { kind: 'create', pointer, planned: plannedOf(entry), run }
}

function updateStep({ actor, object, consent }: StepContext, entry: unknown, pointer: string): Step {
  const run = async (records: Records) => {
    const { id, version, ...values } = entryOf(entry, pointer)
    const input = { object, id: idOf(id, pointer), values, expectedVersion: versionOf(version, pointer) }
    return { status: 200, ...entryAnswer(await records.update(actor, input, consent), actor.locale) }
  }
  return { kind: 'update', pointer, planned: plannedOf(entry), run }
}

/** An entry is an id, or an object with the id and the version that the caller saw. */
function deleteStep({ actor, object, consent }: StepContext, entry: unknown, pointer: string): Step {
  const run = async (records: Records) => {
    const { id: text, version } =
      typeof entry === 'string' ? { id: entry, version: undefined } : entryOf(entry, pointer)
    const id = idOf(text, pointer)
    await records.remove(actor, { object, id, expectedVersion: versionOf(version, pointer) }, consent)
    return { status: 204, id }
  }
  return { kind: 'delete', pointer, planned: plannedOf(typeof entry === 'string' ? { id: entry } : entry), run }
}

/** As far as it can be told before the entry is checked. */
function plannedOf(entry: unknown): Step['planned'] {
  if (!isPlainObject(entry)) return {}
  return { ...(typeof entry.id === 'string' && { id: entry.id.toLowerCase() }), values: entry }
}

function entryOf(entry: unknown, pointer: string): Record<string, unknown> {
  if (!isPlainObject(entry))
    throw refuse('invalid_request', { reason: say(`${pointer} must be an object`, `${pointer} 必须是对象`) })
  return entry
}

function idOf(id: unknown, pointer: string): string {
  if (typeof id === 'string') return readId(id)
  throw refuse('invalid_request', {
    reason: say(`${pointer}/id must be the id of a record`, `${pointer}/id 必须是记录的 ID`),
  })
}

function versionOf(version: unknown, pointer: string): number | undefined {
  if (version === undefined) return undefined
  if (Number.isInteger(version)) return version as number
  throw refuse('invalid_request', {
    reason: say(`${pointer}/version must be a whole number`, `${pointer}/version 必须是整数`),
  })
}
