import type { Files } from '@fieldwork/records'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ServerDeps } from '../../capability.ts'
import { refuse } from '../../errors.ts'
import { callerOf } from '../../http/caller.ts'
import { readUpload } from './multipart.ts'

/** What surrounds a file in a multipart body. */
const WRAPPING_BYTES = 64 << 10

export function addUploadRoute(app: FastifyInstance, { files }: ServerDeps): void {
  app.post('/api/files', async (request, reply) => {
    refuseTooLarge(request, files)
    const actor = callerOf(request)
    const { received } = await readUpload(request, [], (file) => files.upload(actor, file))
    return reply.code(201).header('location', received.url).send(received)
  })
}

/** What says that it is too large need not be sent at all. */
export function refuseTooLarge({ headers }: FastifyRequest, { maxBytes }: Files): void {
  const length = Number(headers['content-length'] ?? 0)
  if (length > maxBytes + WRAPPING_BYTES) throw refuse('too_large', { limit: `${Math.floor(maxBytes / (1 << 20))} MB` })
}
