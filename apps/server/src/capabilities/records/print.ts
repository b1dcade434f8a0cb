import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Actor, TakenRecords } from '@fieldwork/records'
import type { ServerDeps } from '../../capability.ts'
import { refuse } from '../../errors.ts'
import { identifier, optional, readMembers, text, texts } from '../../http/body.ts'
import { callerOf } from '../../http/caller.ts'
import { callOf } from '../../operation-log/index.ts'
import type { ObjectParams } from './answers.ts'

const printBody = {
  id: optional(identifier),
  filter: optional(text),
  q: optional(text),
  sort: optional(text),
  fields: optional(texts),
}

/** Records for a printed page: one of them, or a list. A line in the log stands before they are given. */
export function addPrintRoute(app: FastifyInstance, deps: ServerDeps): void {
  app.post<ObjectParams>('/api/records/:object/print', async (request, reply) => {
    const actor = callerOf(request)
    const { id, ...selection } = readMembers(request.body, printBody)
    const { object } = request.params
    const most = id === undefined ? deps.config.printRows : 1
    const filter = id === undefined ? selection.filter : `id == "${id}"`
    const taken = await deps.records.take(actor, { ...selection, filter, object, operation: 'print', most })
    const data = await taken.all()
    if (id !== undefined && data.length === 0) throw await missing(deps, actor, { object, id })
    const printed = await writeDown(request, deps, { taken, id, selection })
    return reply.header('cache-control', 'no-store').send({ data, columns: columnsOf(taken), printed })
  })
}

const columnsOf = ({ columns }: TakenRecords) => columns.map(({ path, label }) => ({ path, label }))

/** A record that can be read but not printed is there: that much is known. */
async function missing({ records }: ServerDeps, actor: Actor, address: { object: string; id: string }): Promise<Error> {
  await records.get(actor, { ...address, fields: ['id'] })
  return refuse('forbidden')
}

interface Printed {
  taken: TakenRecords
  id: string | undefined
  selection: Record<string, unknown>
}

/** @returns what the page tells of itself */
async function writeDown(
  request: FastifyRequest<ObjectParams>,
  { operationLog }: ServerDeps,
  { taken, id, selection }: Printed,
): Promise<{ at: string; by: string; account: string }> {
  const { name, username } = callerOf(request)
  const fields = taken.columns.map(({ path }) => path)
  const at = new Date()
  await operationLog.write({
    ...callOf(request),
    at,
    action: 'print',
    outcome: 'done',
    object: request.params.object,
    record: id ?? null,
    rows: taken.count,
    details: { ...selection, fields },
  })
  return { at: at.toISOString(), by: name, account: username }
}
