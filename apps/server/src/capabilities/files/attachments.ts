import type { AttachmentInput } from '@fieldwork/records'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ServerDeps } from '../../capability.ts'
import { optional, readMembers, text } from '../../http/body.ts'
import { callerOf } from '../../http/caller.ts'
import { readId } from '../../http/ids.ts'
import { readChoice, readQuery } from '../../http/query.ts'
import type { RecordParams } from '../records/answers.ts'
import { readUpload } from './multipart.ts'
import { refuseTooLarge } from './uploads.ts'

const LIST = new Set(['deleted'] as const)
const MEMBERS = ['category', 'version_of'] as const
const BODY = { file: text, category: optional(text), version_of: optional(text) }

interface FileParams {
  Params: { object: string; id: string; file: string }
}

/** Files beside the fields of a record: with categories, versions and a recycle bin. */
export function addAttachmentRoutes(app: FastifyInstance, deps: ServerDeps): void {
  const { files } = deps

  app.get<RecordParams>('/api/records/:object/:id/files', async (request) => {
    const query = readQuery(request, LIST)
    const deleted = readChoice(query.deleted, { name: 'deleted', choices: ['true', 'false'] as const }) === 'true'
    return { data: await files.attachments(callerOf(request), { ...addressOf(request), deleted }) }
  })

  app.post<RecordParams>('/api/records/:object/:id/files', async (request, reply) => {
    const actor = callerOf(request)
    const address = addressOf(request)
    await files.demandAttach(actor, address)
    const attachment = await files.attach(actor, { ...address, ...(await readAttachment(request, deps)) })
    return reply.code(201).header('location', attachment.url).send(attachment)
  })

  app.delete<FileParams>('/api/records/:object/:id/files/:file', async (request, reply) => {
    await files.detach(callerOf(request), { ...addressOf(request), file: readId(request.params.file) })
    return reply.code(204).send()
  })

  app.post<FileParams>('/api/records/:object/:id/files/:file/restore', (request) =>
    files.reattach(callerOf(request), { ...addressOf(request), file: readId(request.params.file) }),
  )
}

const addressOf = ({ params }: { params: unknown }) => {
  const { object, id } = params as RecordParams['Params']
  return { object, id: readId(id) }
}

/** The file itself, or the id of one that was sent before. */
async function readAttachment(
  request: FastifyRequest,
  { files }: ServerDeps,
): Promise<Omit<AttachmentInput, 'object' | 'id'>> {
  if (!request.isMultipart()) {
    const { file, category, version_of: versionOf } = readMembers(request.body, BODY)
    return { file, category, versionOf }
  }
  refuseTooLarge(request, files)
  const actor = callerOf(request)
  const { received, texts } = await readUpload(request, MEMBERS, (file) => files.upload(actor, file))
  return { file: received.id, category: texts.category, versionOf: texts.version_of || undefined }
}
