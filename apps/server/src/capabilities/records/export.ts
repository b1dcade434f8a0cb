import { finished, type Readable } from 'node:stream'
import type { FileFormat, TakenRecords } from '@fieldwork/records'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ServerDeps } from '../../capability.ts'
import { refuse } from '../../errors.ts'
import { callerOf } from '../../http/caller.ts'
import { chooseLocale } from '../../http/locale.ts'
import { readChoice, readQuery, splitList } from '../../http/query.ts'
import { callOf } from '../../operation-log/index.ts'
import type { ObjectParams } from './answers.ts'
import { createTurns } from './turns.ts'

/** Each holds a connection to the database as long as it lasts. */
const MOST_AT_ONCE = 4
const MOST_OF_ONE = 2

const EXPORT = new Set(['format', 'filter', 'q', 'fields', 'sort', 'locale', 'headers', 'references', 'bom'] as const)
const FORMATS: Record<FileFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ndjson: 'application/x-ndjson; charset=utf-8',
}
const formats = Object.keys(FORMATS) as FileFormat[]

/** Records of a list as a file, as many as there are: streamed as fast as the caller takes them. */
export function addExportRoute(app: FastifyInstance, deps: ServerDeps): void {
  const turns = createTurns({ atOnce: MOST_AT_ONCE, ofOne: MOST_OF_ONE })

  app.get<ObjectParams>('/api/records/:object/export', async (request, reply) => {
    const input = readExport(request)
    const caller = callerOf(request)
    const actor = input.locale ? { ...caller, locale: input.locale } : caller
    const end = turns.begin(actor.id)
    if (!end) throw refuse('rate_limited', { seconds: 10 })
    try {
      const { object } = request.params
      const taken = await deps.records.take(actor, {
        ...input.selection,
        object,
        operation: 'export',
        most: deps.config.exportRows,
      })
      await writeDown(request, deps, taken, input)
      const file = taken.file(input)
      watchEnd(request, deps, { file, taken, end })
      return send(reply, file, { taken, object, format: input.format })
    } catch (error) {
      end()
      throw error
    }
  })
}

function readExport(request: FastifyRequest) {
  const { filter, q, sort, fields, ...query } = readQuery(request, EXPORT)
  const format = readChoice(query.format, { name: 'format', choices: formats }) ?? 'csv'
  const headers = readChoice(query.headers, { name: 'headers', choices: ['label', 'name'] as const }) ?? 'label'
  const references =
    readChoice(query.references, { name: 'references', choices: ['label', 'id', 'both'] as const }) ?? 'both'
  const bom = readChoice(query.bom, { name: 'bom', choices: ['true', 'false'] as const }) === 'true'
  const locale = query.locale === undefined ? undefined : chooseLocale(query.locale)
  const selection = { filter, q, sort, fields: fields === undefined ? undefined : splitList(fields) }
  return { format, headers, references, bom, locale, selection }
}

/** Before the first row leaves. */
async function writeDown(
  request: FastifyRequest<ObjectParams>,
  { operationLog }: ServerDeps,
  taken: TakenRecords,
  { format, selection }: ReturnType<typeof readExport>,
): Promise<void> {
  const { filter, q, sort } = selection
  const fields = taken.columns.map(({ path }) => path)
  const line = { action: 'export', object: request.params.object, rows: taken.count } as const
  const details = { format, filter, q, sort, fields }
  await operationLog.write({ ...callOf(request), ...line, outcome: 'done', details }).catch(async (error: unknown) => {
    await taken.close()
    throw error
  })
}

interface Sending {
  file: Readable
  taken: TakenRecords
  end(): void
}

/** One that was broken off is told by a second line. */
function watchEnd(request: FastifyRequest<ObjectParams>, deps: ServerDeps, { file, taken, end }: Sending): void {
  const { object } = request.params
  const call = callOf(request)
  finished(file, (error) => {
    end()
    if (!error) return
    const isCancelled = (error as NodeJS.ErrnoException).code === 'ERR_STREAM_PREMATURE_CLOSE'
    if (!isCancelled) request.log.error({ err: error, object }, 'an export failed')
    const outcome = isCancelled ? 'cancelled' : 'failed'
    deps.operationLog.note({ ...call, action: 'export', outcome, object, rows: taken.taken() })
  })
}

function send(
  reply: FastifyReply,
  file: Readable,
  { taken, object, format }: { taken: TakenRecords; object: string; format: FileFormat },
): FastifyReply {
  return reply
    .type(FORMATS[format])
    .header('cache-control', 'no-store')
    .header('x-row-count', taken.count)
    .header('content-disposition', `attachment; filename="${object}.${format}"`)
    .send(file)
}
