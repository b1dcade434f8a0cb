import type { FastifyInstance } from 'fastify'
import { compileDraftPrintTemplate } from '@fieldwork/metadata'
import type { Definition } from '@fieldwork/metadata'
import type { ServerDeps } from '../../capability.ts'
import { refuse } from '../../errors.ts'
import { optional, readMembers, record, text } from '../../http/body.ts'
import { callerOf } from '../../http/caller.ts'
import { readId } from '../../http/ids.ts'
import { readChoice } from '../../http/query.ts'
import { callOf } from '../../operation-log/index.ts'
import { sendPdf } from '../../printing/send-pdf.ts'

const body = { template: record, id: text, locale: optional(text) }
/** pictures stand in templates */
const BODY_LIMIT_BYTES = 16 << 20

/** A real record by a print template that nobody has published, with the rights of who asks. */
export function addPrintPreviewRoute(app: FastifyInstance, deps: ServerDeps): void {
  const { registry, printer, records, operationLog } = deps
  const route = { config: { access: 'administrator', right: 'configuration' }, bodyLimit: BODY_LIMIT_BYTES } as const

  app.post('/api/metadata/print-templates/preview', route, async (request, reply) => {
    const { template: definition, id: given, locale: wanted } = readMembers(request.body, body)
    const locale = readChoice(wanted, { name: 'locale', choices: ['en', 'zh-CN'] as const })
    const id = readId(given)
    const drafted = compileDraftPrintTemplate(registry.catalog(), definition as Definition)
    if ('problems' in drafted) {
      const problems = drafted.problems.map(({ pointer, code, message }) => ({
        pointer: `/template${pointer ?? ''}`,
        code,
        message,
      }))
      throw refuse('validation_failed', {}, problems)
    }
    const { template } = drafted
    const { object } = template
    const file = await printer.print(records, callerOf(request), { object, ids: [id], draft: template, locale })
    const details = { format: 'pdf', templates: file.templates, fields: file.fields, draft: true }
    await operationLog.write({
      ...callOf(request),
      action: 'print',
      outcome: 'done',
      object,
      record: id,
      rows: 1,
      details,
    })
    return sendPdf(reply, file, { locale: request.locale })
  })
}
