import type { SequenceState, Structure } from '@fieldwork/database'

/**
 * A backup is a tar file, compressed with gzip and sealed where there is a passphrase:
 *
 * - `backup.json`: the header, so that a reader knows at once whether it can go on
 * - `rows/<table>/<number>`: rows in PostgreSQL's text format, whole rows or not; the parts of a table follow each other
 * - `files/<storage key>`: contents of files
 * - `manifest.json`: what all that has to come to
 */
export const HEADER = 'backup.json'
export const MANIFEST = 'manifest.json'
export const FORMAT = 'fieldwork-backup'
/** Raised when a former reader could not read it any more. */
export const FORMAT_VERSION = 1

export interface BackupHeader {
  format: typeof FORMAT
  version: number
  /** ISO 8601, UTC: what was committed before is in it, what was later is not */
  moment: string
  revision: number
  systemVersion: number
  /** version of PostgreSQL */
  server: string
  workspace: string
  withFiles: boolean
  structure: Structure
}

export interface TableSum {
  rows: number
  bytes: number
  sha256: string
}

export interface BackupManifest {
  tables: Record<string, TableSum>
  /** null: files are not part of it. `sha256`: over a line for each, of its key and size */
  files: { count: number; bytes: number; sha256: string; missing: string[]; missingCount: number } | null
  sequences: SequenceState[]
}

export const rowsName = (table: string, part: number): string => `rows/${table}/${String(part).padStart(6, '0')}`
export const fileName = (key: string): string => `files/${key}`

/** What an entry of the tar file is. */
export function entryOf(name: string): { kind: 'header' | 'manifest' } | { kind: 'rows' | 'file'; of: string } | null {
  if (name === HEADER) return { kind: 'header' }
  if (name === MANIFEST) return { kind: 'manifest' }
  const rows = /^rows\/([^/]+)\/\d+$/.exec(name)
  if (rows) return { kind: 'rows', of: rows[1]! }
  return name.startsWith('files/') ? { kind: 'file', of: name.slice('files/'.length) } : null
}
