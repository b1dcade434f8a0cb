import { getBackup } from '@fieldwork/database'
import type { BackupInfo } from '@fieldwork/database'
import { appError } from '@fieldwork/metadata'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Readable } from 'node:stream'
import type { ServerDeps } from '../../capability.ts'
import { readId } from '../../http/ids.ts'
import { callOf } from '../../operation-log/index.ts'
import { readRange } from '../files/byte-range.ts'

interface BackupParams {
  Params: { id: string }
}

/** The file of a backup, as a whole or from where a former download stopped. Each is a line of the operation log. */
export function addBackupDownload(
  app: FastifyInstance,
  deps: Pick<ServerDeps, 'db' | 'backups' | 'operationLog'>,
  demandRight: (request: FastifyRequest) => void,
): void {
  app.get<BackupParams>('/api/backups/:id/content', { config: { isAccount: true } }, async (request, reply) => {
    demandRight(request)
    const backup = await getBackup(deps.db, readId(request.params.id))
    const { size, sha256, storageKey } = backup
    if (size === null || storageKey === null) throw appError('backup_unfinished', { state: backup.state })
    const etag = `"${sha256}"`
    const { range: wanted, 'if-range': condition } = request.headers
    const range = condition === undefined || condition === etag ? readRange(wanted, size) : null
    const part = range === 'unsatisfiable' ? null : range
    // opened before the answer begins, so that a file that is gone is told as such
    const isWanted = request.method !== 'HEAD' && range !== 'unsatisfiable'
    const content = isWanted ? await deps.backups.content(backup, part ?? undefined) : Readable.from([])
    if (isWanted) await noteDownload(request, deps, { backup, from: part?.start ?? 0 }).catch(closing(content))
    reply.headers({
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="${storageKey}"`,
      'cache-control': 'no-store',
      'accept-ranges': 'bytes',
      etag,
    })
    if (range === 'unsatisfiable') {
      reply.headers({ 'content-range': `bytes */${size}`, 'content-length': 0 })
      return reply.code(416).removeHeader('content-type').send()
    }
    reply.header('content-length', part ? part.end - part.start + 1 : size)
    if (part) reply.code(206).header('content-range', `bytes ${part.start}-${part.end}/${size}`)
    return reply.send(content)
  })
}

/** Nobody reads what is not answered with. */
const closing = (content: Readable) => (error: unknown) => {
  content.destroy()
  throw error
}

/** A download that goes on where it stopped, or comes in pieces, is counted; its beginning is written down before it begins. */
async function noteDownload(
  request: FastifyRequest,
  { operationLog }: Pick<ServerDeps, 'operationLog'>,
  { backup, from }: { backup: BackupInfo; from: number },
): Promise<void> {
  const details = { backup: backup.id, size: backup.size, moment: backup.content?.moment }
  const line = { ...callOf(request), action: 'backup_download', outcome: 'done' as const }
  if (from === 0) await operationLog.write({ ...line, rows: backup.content?.rows ?? null, details })
  else operationLog.note({ ...line, details: { ...details, part: true } })
}
