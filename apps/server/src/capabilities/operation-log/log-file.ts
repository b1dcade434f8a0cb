import { Readable } from 'node:stream'
import { listOperations } from '@fieldwork/database'
import type { Database, LoggedOperation, OperationFilter } from '@fieldwork/database'
import { csvLine } from '@fieldwork/records'
import type { FastifyReply } from 'fastify'
import type { ServerDeps } from '../../capability.ts'
import { callOf } from '../../operation-log/index.ts'

const PAGE = 500
const BOM = '\uFEFF'

const columns: readonly { name: string; of(line: LoggedOperation): unknown }[] = [
  { name: 'id', of: ({ id }) => id },
  { name: 'at', of: ({ at }) => at },
  { name: 'until', of: ({ until }) => until },
  { name: 'times', of: ({ times }) => times },
  { name: 'action', of: ({ action }) => action },
  { name: 'outcome', of: ({ outcome }) => outcome },
  { name: 'actor', of: ({ actor }) => actor?.label },
  { name: 'account', of: ({ account }) => account },
  { name: 'address', of: ({ address }) => address },
  { name: 'session', of: ({ session }) => session },
  { name: 'object', of: ({ object }) => object },
  { name: 'record', of: ({ record }) => record },
  { name: 'rows', of: ({ rows }) => rows },
  { name: 'details', of: ({ details }) => JSON.stringify(details) },
]

/** Sends lines of the log as CSV, newest first. Taking them away is a line of the log itself. */
export async function sendLogFile(
  reply: FastifyReply,
  { db, operationLog }: Pick<ServerDeps, 'db' | 'operationLog'>,
  filter: OperationFilter,
): Promise<FastifyReply> {
  const call = callOf(reply.request)
  await operationLog.write({ ...call, action: 'log_export', outcome: 'done', details: { ...filter } })
  return reply
    .type('text/csv; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('content-disposition', 'attachment; filename="operation-log.csv"')
    .send(Readable.from(logLines(db, filter), { objectMode: false }))
}

async function* logLines(db: Database, filter: OperationFilter): AsyncGenerator<string> {
  yield BOM + csvLine(columns.map(({ name }) => name))
  let after: string | undefined
  do {
    const { data, page } = await listOperations(db, { ...filter, limit: PAGE, after })
    if (data.length > 0) yield data.map((line) => csvLine(columns.map(({ of }) => text(of(line))))).join('')
    after = page.after ?? undefined
  } while (after !== undefined)
}

const text = (value: unknown): string => (value === null || value === undefined ? '' : String(value))
