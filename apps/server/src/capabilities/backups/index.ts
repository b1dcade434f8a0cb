import type { FastifyRequest } from 'fastify'
import { getBackup, listBackups } from '@fieldwork/database'
import type { PlatformRight } from '@fieldwork/metadata'
import { nextMoments, readSchedule, storeSchedule } from '../../backup/index.ts'
import type { Capability, ServerDeps } from '../../capability.ts'
import { refuse, say } from '../../errors.ts'
import { anyText, flag, integer, oneOf, optional, readMembers, text } from '../../http/body.ts'
import { callerOf } from '../../http/caller.ts'
import { readId } from '../../http/ids.ts'
import { callOf } from '../../operation-log/index.ts'
import { describeBackup } from './describe-backup.ts'
import { addBackupDownload } from './download.ts'
import { previewRestore } from './preview-restore.ts'

/** Not for tokens of limited scope: a backup holds everything. */
const WHOLE = { config: { isAccount: true } } as const

interface BackupParams {
  Params: { id: string }
}

const passphrase = optional(text)
const startBody = { note: optional(anyText), passphrase, with_files: optional(flag) }
const verifyBody = { passphrase, kind: optional(oneOf('file', 'database')) }
const restoreBody = { confirm: anyText, passphrase, keep: optional(flag) }
const scheduleBody = {
  enabled: flag,
  cron: text,
  keep: optional(integer(1, 10_000)),
  days: optional(integer(1, 36_500)),
  with_files: flag,
  sealed: flag,
  passphrase,
}

/** Backups of the workspace: making, taking away and restoring are three rights. */
export const backups: Capability = {
  name: 'backups',
  register(app, deps) {
    const { db } = deps
    const answer = async (request: FastifyRequest, id: string) =>
      describeBackup(await getBackup(db, id), request.locale)

    app.get('/api/backups', WHOLE, async (request) => {
      demandBackupRight(request, deps, 'backup', 'backup_download', 'backup_restore')
      return { data: (await listBackups(db)).map((backup) => describeBackup(backup, request.locale)) }
    })

    app.post('/api/backups', WHOLE, async (request, reply) => {
      demandBackupRight(request, deps, 'backup')
      const { note, passphrase: secret, with_files: withFiles = true } = readMembers(request.body ?? {}, startBody)
      const given = { note: note?.trim() || null, passphrase: secret ?? null, withFiles }
      const id = await deps.backups.start({ reason: 'manual', ...given, call: callOf(request) })
      return reply.code(202).send(await answer(request, id ?? ''))
    })

    app.get('/api/backups/schedule', WHOLE, async (request) => {
      demandBackupRight(request, deps, 'backup')
      return shownSchedule(deps)
    })

    app.put('/api/backups/schedule', WHOLE, async (request) => {
      demandBackupRight(request, deps, 'backup')
      return putSchedule(request, deps)
    })

    app.get<BackupParams>('/api/backups/:id', WHOLE, async (request) => {
      demandBackupRight(request, deps, 'backup', 'backup_download', 'backup_restore')
      return answer(request, readId(request.params.id))
    })

    app.post<BackupParams>('/api/backups/:id/cancel', WHOLE, async (request) => {
      demandBackupRight(request, deps, 'backup')
      await deps.backups.cancel(readId(request.params.id))
      return answer(request, readId(request.params.id))
    })

    app.post<BackupParams>('/api/backups/:id/verify', WHOLE, async (request, reply) => {
      demandBackupRight(request, deps, 'backup')
      const { passphrase: secret = null, kind = 'database' } = readMembers(request.body ?? {}, verifyBody)
      const id = readId(request.params.id)
      await deps.backups.verify(id, { passphrase: secret, kind, call: callOf(request) })
      return reply.code(202).send(await answer(request, id))
    })

    app.delete<BackupParams>('/api/backups/:id', WHOLE, async (request, reply) => {
      demandBackupRight(request, deps, 'backup')
      await deps.backups.remove(readId(request.params.id), callOf(request))
      return reply.code(204).send()
    })

    app.get<BackupParams>('/api/backups/:id/restore', WHOLE, async (request) => {
      demandBackupRight(request, deps, 'backup_restore')
      return previewRestore(deps, readId(request.params.id), request.locale)
    })

    app.post<BackupParams>('/api/backups/:id/restore', WHOLE, async (request, reply) => {
      demandBackupRight(request, deps, 'backup_restore')
      const { confirm, passphrase: secret = null, keep = true } = readMembers(request.body, restoreBody)
      demandConfirmation(confirm, deps)
      const id = readId(request.params.id)
      await deps.backups.restore(id, { passphrase: secret, keep, call: callOf(request) })
      return reply.code(202).send(await answer(request, id))
    })

    addBackupDownload(app, deps, (request) => demandBackupRight(request, deps, 'backup_download'))
  },
}

/** Any of the rights. */
function demandBackupRight(request: FastifyRequest, { records }: ServerDeps, ...rights: PlatformRight[]): void {
  const own = records.platformRights(callerOf(request))
  if (!rights.some((right) => own.includes(right))) throw refuse('forbidden')
}

function demandConfirmation(confirm: string, { config: { workspaceName } }: ServerDeps): void {
  if (confirm.trim() === workspaceName) return
  const message = say(`Type the name of the workspace: ${workspaceName}`, `请输入工作区名称：${workspaceName}`)
  throw refuse('validation_failed', {}, [{ pointer: '/confirm', code: 'confirmation', message }])
}

async function shownSchedule({ db, config: { timeZone } }: ServerDeps) {
  const schedule = await readSchedule(db)
  const next = schedule.enabled ? (nextMoments(schedule.cron, timeZone) ?? []) : []
  return { ...schedule, time_zone: timeZone, next }
}

async function putSchedule(request: FastifyRequest, deps: ServerDeps) {
  const { db, sealer, config, operationLog } = deps
  const { sealed, passphrase: secret, keep = null, days = null, ...rest } = readMembers(request.body, scheduleBody)
  if (nextMoments(rest.cron, config.timeZone) === null) {
    const message = say('Expected five fields, such as 0 2 * * *', '应为五段式，例如 0 2 * * *')
    throw refuse('validation_failed', {}, [{ pointer: '/cron', code: 'cron', message }])
  }
  if (sealed && secret === undefined && !(await readSchedule(db)).sealed) {
    const message = say('Enter a passphrase', '请输入口令')
    throw refuse('validation_failed', {}, [{ pointer: '/passphrase', code: 'required', message }])
  }
  await storeSchedule(db, sealer, { ...rest, keep, days, passphrase: sealed ? secret : null })
  const details = { ...rest, keep, days, sealed }
  await operationLog.write({ ...callOf(request), action: 'backup_schedule', outcome: 'done', details })
  return shownSchedule(deps)
}
