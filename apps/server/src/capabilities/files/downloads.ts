import { Readable } from 'node:stream'
import type { OpenFile } from '@fieldwork/records'
import type { FastifyInstance } from 'fastify'
import type { ServerDeps } from '../../capability.ts'
import { refuse } from '../../errors.ts'
import { callerOf } from '../../http/caller.ts'
import { readId } from '../../http/ids.ts'
import { readChoice, readInteger, readQuery } from '../../http/query.ts'
import { readRange } from './byte-range.ts'
import { contentHeaders } from './content-headers.ts'

const DOWNLOAD = new Set(['download'] as const)
const PREVIEW = new Set(['size'] as const)
/** A thumbnail is made of a few sizes only, so that it is found in caches. */
const SIZES = [96, 240, 640, 1600]
const USUAL_SIZE = 240

interface FileParams {
  Params: { id: string }
}

/** Contents, with the rights of the caller on the record that each file belongs to. */
export function addDownloadRoutes(app: FastifyInstance, { files }: ServerDeps): void {
  app.get<FileParams>('/api/files/:id', async (request, reply) => {
    const { download } = readQuery(request, DOWNLOAD)
    const asked = readChoice(download, { name: 'download', choices: ['1', '0'] as const }) === '1'
    const actor = callerOf(request)
    const file = await files.open(actor, readId(request.params.id))
    const { 'if-none-match': known, 'if-range': condition, range: wanted } = request.headers
    reply.headers(contentHeaders(file, { download: asked }))
    if (isKnown(known, file)) return reply.code(304).send()
    const range = condition === undefined || condition === etagOf(file) ? readRange(wanted, file.size) : null
    if (range === 'unsatisfiable') {
      reply.headers({ 'content-range': `bytes */${file.size}`, 'content-length': 0 })
      return reply.code(416).removeHeader('content-type').send()
    }
    const length = range ? range.end - range.start + 1 : file.size
    reply.header('content-length', length)
    if (range) reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${file.size}`)
    if (request.method === 'HEAD' || file.size === 0) return reply.send(Readable.from([]))
    return reply.send(await files.content(actor, file.id, range ?? undefined))
  })

  app.get<FileParams>('/api/files/:id/preview', async (request, reply) => {
    const { size } = readQuery(request, PREVIEW)
    const wanted = readInteger(size, { name: 'size', least: 1, most: 4096 }) ?? USUAL_SIZE
    const pixels = SIZES.find((each) => each >= wanted) ?? SIZES.at(-1)!
    const actor = callerOf(request)
    const file = await files.open(actor, readId(request.params.id))
    const etag = `"${file.sha256}-${pixels}"`
    reply.headers({ etag, 'cache-control': 'private, max-age=300' })
    if (request.headers['if-none-match']?.includes(etag)) return reply.code(304).send()
    const image = await files.thumbnail(actor, file.id, pixels)
    if (!image) throw refuse('not_found', { name: file.name })
    return reply.type('image/webp').send(image)
  })
}

const etagOf = ({ sha256 }: Pick<OpenFile, 'sha256'>): string => `"${sha256}"`

const isKnown = (header: string | undefined, file: OpenFile): boolean =>
  header?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etagOf(file)) ?? false
