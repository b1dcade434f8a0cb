import { countRows, getBackup } from '@fieldwork/database'
import { appError } from '@fieldwork/metadata'
import type { ServerDeps } from '../../capability.ts'
import { resolveText, type Locale } from '../../http/locale.ts'
import { describeBackup } from './describe-backup.ts'

/** What a restoration would replace: how many records of each object there are, and how many there would be. */
export async function previewRestore({ db, registry, config }: ServerDeps, id: string, locale: Locale) {
  const backup = await getBackup(db, id)
  const { content, state } = backup
  if (content === null || backup.storageKey === null) throw appError('backup_unfinished', { state })
  const catalog = registry.catalog()
  const objects = [...catalog.objects.values()]
  const now = await countRows(
    db,
    objects.map(({ table }) => table),
  )
  const then = new Map(content.objects.map(({ object, rows }) => [object, rows]))
  const known = new Set(objects.map(({ table }) => table))
  const lines = [
    ...objects.map(({ name, table, label }) => ({
      object: name,
      label: resolveText(label, locale),
      before: now.get(table) ?? 0,
      after: then.get(table) ?? 0,
    })),
    ...content.objects
      .filter(({ object }) => !known.has(object))
      .map(({ object, rows }) => ({ object, label: object, before: 0, after: rows })),
  ]
  return {
    backup: describeBackup(backup, locale),
    confirm: config.workspaceName,
    revision: { before: catalog.revision, after: content.revision },
    objects: lines.filter((line) => line.before > 0 || line.after > 0),
  }
}
