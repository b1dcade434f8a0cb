import type { BackupInfo } from '@fieldwork/database'
import { resolveText, type Locale } from '../../http/locale.ts'

type Words = Parameters<typeof resolveText>[0]

/** A backup with its words in one language; where its file is says nothing to callers. */
export function describeBackup({ storageKey, work, error, verified, content, ...backup }: BackupInfo, locale: Locale) {
  const told = (found: { code: string; message: Words } | null) =>
    found && { code: found.code, message: resolveText(found.message, locale) }
  return {
    ...backup,
    name: storageKey,
    content: content && {
      moment: content.moment,
      revision: content.revision,
      tables: content.tables,
      rows: content.rows,
      files: content.files,
      seconds: content.seconds,
    },
    error: told(error),
    verified: verified && { ...verified, message: verified.message && resolveText(verified.message, locale) },
    work: work && { ...work, error: told(work.error) },
  }
}
