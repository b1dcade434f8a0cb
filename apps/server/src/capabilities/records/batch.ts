import { AppError, isPlainObject } from '@fieldwork/metadata'
import type { Actor, Records } from '@fieldwork/records'
import type { FastifyInstance } from 'fastify'
import type { ServerDeps } from '../../capability.ts'
import { HttpError, refuse, say } from '../../errors.ts'
import { flag, list, optional, readMembers } from '../../http/body.ts'
import { callerOf } from '../../http/caller.ts'
import { readId } from '../../http/ids.ts'
import { toProblemBody } from '../../http/problem.ts'
import type { ObjectParams } from './answers.ts'

const BODY_LIMIT_BYTES = 64 << 20
const MAX_ENTRIES = 50_000

const batchBody = { create: optional(list), update: optional(list), delete: optional(list), atomic: optional(flag) }

/** One write of a batch: where it stands in the body, and what it does. */
interface Step {
  kind: 'create' | 'update' | 'delete'
  pointer: string
  run(records: Records): Promise<{ id: string; version?: number }>
}

interface Batch {
  object: string
  create: unknown[]
  /** updates and deletions */
  steps: Step[]
}

/** Many writes in one request: all or none, or each on its own when `atomic` is false. */
export function addBatchRoute(app: FastifyInstance, deps: ServerDeps): void {
  app.post<ObjectParams>('/api/records/:object/batch', { bodyLimit: BODY_LIMIT_BYTES }, async (request) => {
    const { create = [], update = [], delete: remove = [], atomic = true } = readMembers(request.body, batchBody)
    if (create.length + update.length + remove.length > MAX_ENTRIES) {
      throw refuse('too_large', { limit: say(`${MAX_ENTRIES} entries`, `${MAX_ENTRIES} 条`) })
    }
    const actor = callerOf(request)
    const { object } = request.params
    const steps = [
      ...update.map((entry, index) => updateStep(actor, object, entry, `/update/${index}`)),
      ...remove.map((entry, index) => deleteStep(actor, object, entry, `/delete/${index}`)),
    ]
    return atomic
      ? runTogether(actor, { object, create, steps }, deps)
      : runSeparately(actor, { object, create, steps }, deps)
  })
}

async function runTogether(actor: Actor, batch: Batch, { records }: ServerDeps) {
  if (batch.steps.length === 0) return writeTogether(actor, batch, records)
  return records.transaction((within) => writeTogether(actor, batch, within))
}

async function writeTogether(actor: Actor, { object, create, steps }: Batch, records: Records) {
  const answer = emptyAnswer()
  if (create.length > 0) {
    const rows = create.map((row, index) => entryOf(row, `/create/${index}`))
    const { ids } = await pointingTo('/create', () => records.createMany(actor, { object, rows }))
    for (const id of ids) answer.create.push({ id })
  }
  for (const step of steps) answer[step.kind].push(await pointingTo(step.pointer, () => step.run(records)))
  return answer
}

/** Entries are written in order; one that fails gets its problem in place of its id. */
async function runSeparately(actor: Actor, { object, create, steps }: Batch, { records }: ServerDeps) {
  const answer = emptyAnswer()
  const creates = create.map((row, index): Step => {
    const pointer = `/create/${index}`
    return { kind: 'create', pointer, run: () => records.create(actor, { object, values: entryOf(row, pointer) }) }
  })
  for (const step of [...creates, ...steps]) answer[step.kind].push(await attempt(step, actor, records))
  return answer
}

async function attempt(step: Step, actor: Actor, records: Records) {
  try {
    const { id, version } = await pointingTo(step.pointer, () => step.run(records))
    return { id, version }
  } catch (error) {
    if (error instanceof AppError || error instanceof HttpError) return { problem: toProblemBody(error, actor.locale) }
    throw error
  }
}

function emptyAnswer(): Record<Step['kind'], unknown[]> {
  return { create: [], update: [], delete: [] }
}

function updateStep(actor: Actor, object: string, entry: unknown, pointer: string): Step {
  const run = async (records: Records) => {
    const { id, version, ...values } = entryOf(entry, pointer)
    const { id: written, version: next } = await records.update(actor, {
      object,
      id: idOf(id, pointer),
      values,
      expectedVersion: versionOf(version, pointer),
    })
    return { id: written, version: next }
  }
  return { kind: 'update', pointer, run }
}

/** An entry is an id, or an object with the id and the version that the caller saw. */
function deleteStep(actor: Actor, object: string, entry: unknown, pointer: string): Step {
  const run = async (records: Records) => {
    const { id: text, version } =
      typeof entry === 'string' ? { id: entry, version: undefined } : entryOf(entry, pointer)
    const id = idOf(text, pointer)
    await records.remove(actor, { object, id, expectedVersion: versionOf(version, pointer) })
    return { id }
  }
  return { kind: 'delete', pointer, run }
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

/** Problems point into the whole body, not into one entry. */
async function pointingTo<T>(pointer: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const problems = error.problems.map((problem) => ({ ...problem, pointer: pointer + (problem.pointer ?? '') }))
    throw new AppError(error.code, {
      status: error.status,
      message: error.localized,
      params: { ...error.params, pointer },
      problems,
    })
  }
}
