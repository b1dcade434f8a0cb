import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { PrintedFile } from '@fieldwork/print'
import type { ServerDeps } from '../../capability.ts'
import { refuse, say } from '../../errors.ts'
import { callerOf } from '../../http/caller.ts'
import { resolveText } from '../../http/locale.ts'
import type { Locale } from '../../http/locale.ts'
import { readId } from '../../http/ids.ts'
import { readQuery } from '../../http/query.ts'
import { callOf } from '../../operation-log/index.ts'
import { sendPdf } from '../../printing/send-pdf.ts'
import type { ObjectParams, RecordParams } from './answers.ts'

const TEMPLATES = new Set(['id'] as const)
const PDF = new Set(['template', 'locale', 'download'] as const)

/** Records as PDF, by the templates of their object. A line in the log stands before a file is given. */
export function addPrintPdfRoutes(app: FastifyInstance, deps: ServerDeps): void {
  app.get<ObjectParams>('/api/records/:object/print-templates', async (request) => {
    const { id } = readQuery(request, TEMPLATES)
    const address = { object: request.params.object, ...(id !== undefined && { id: readId(id) }) }
    const templates = await deps.printer.templates(deps.records, callerOf(request), address)
    return { data: templates.map(({ label, ...rest }) => ({ ...rest, label: resolveText(label, request.locale) })) }
  })

  app.get<RecordParams>('/api/records/:object/:id/print.pdf', async (request, reply) => {
    const { template, locale, download } = readQuery(request, PDF)
    const { object, id } = request.params
    const input = { object, ids: [readId(id)], template, locale: readLocale(locale) }
    const file = await deps.printer.print(deps.records, callerOf(request), input)
    await writeDown(request, deps, { file, record: id, rows: 1 })
    return sendPdf(reply, file, { isDownload: download === 'true', locale: request.locale })
  })
}

function readLocale(locale: string | undefined): Locale | undefined {
  if (locale === undefined || locale === 'en' || locale === 'zh-CN') return locale
  throw refuse('invalid_parameter', { name: 'locale', reason: say('expected en or zh-CN', '应为 en 或 zh-CN') })
}

interface Printed {
  file: PrintedFile
  record: string | null
  rows: number
}

async function writeDown(
  request: FastifyRequest<ObjectParams>,
  { operationLog }: ServerDeps,
  { file: { templates, fields }, record, rows }: Printed,
): Promise<void> {
  await operationLog.write({
    ...callOf(request),
    action: 'print',
    outcome: 'done',
    object: request.params.object,
    record,
    rows,
    details: { format: 'pdf', templates, fields },
  })
}
