import type { FastifyReply } from 'fastify'
import type { PrintedFile } from '@fieldwork/print'
import { disposition, pdfPolicy } from '../capabilities/files/content-headers.ts'
import { resolveText } from '../http/locale.ts'
import type { Locale } from '../http/locale.ts'

/** Answers with printed records. What could not be printed stands in a header: a JSON list, percent-encoded. */
export function sendPdf(
  reply: FastifyReply,
  { name, content, warnings }: PrintedFile,
  { isDownload = false, locale }: { isDownload?: boolean; locale: Locale },
): FastifyReply {
  const words = warnings.map((each) => resolveText(each, locale))
  return reply
    .type('application/pdf')
    .header('cache-control', 'no-store')
    .header('content-security-policy', pdfPolicy)
    .header('content-disposition', disposition(isDownload ? 'attachment' : 'inline', name))
    .headers(words.length > 0 ? { 'x-print-warnings': encodeURIComponent(JSON.stringify(words)) } : {})
    .send(content)
}
