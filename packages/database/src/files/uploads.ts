import type { Queryable } from '../connection/types.ts'

/** What is known of a file before anything takes it. */
export interface NewUpload {
  id: string
  name: string
  /** bytes */
  size: number
  /** media type, found by its content */
  type: string
  sha256: string
  storageKey: string
  /** null: the platform itself */
  actor: string | null
}

/** A file and whose it is. */
export interface FileRow {
  id: string
  name: string
  size: number
  type: string
  sha256: string
  storageKey: string
  /** who uploaded it; null: the platform itself */
  createdBy: string | null
  /** the record that has taken it; null: none yet */
  object: string | null
  recordId: string | null
  /** the field of it that holds the file; null: it is attached to the record */
  field: string | null
}

const insert = `
insert into fw_file (id, name, size, type, sha256, storage_key, created_by) values ($1, $2, $3, $4, $5, $6, $7)`

/** Notes a file whose content is about to be stored: should that break off, the note leads to what is left of it. */
export async function announceUpload(db: Queryable, upload: NewUpload): Promise<void> {
  const { id, name, size, type, sha256, storageKey, actor } = upload
  await db.query({ text: insert, values: [id, name, size, type, sha256, storageKey, actor] })
}

/** The content is stored: the file can be taken. */
export async function completeUpload(db: Queryable, id: string): Promise<void> {
  await db.query({ text: 'update fw_file set stored = true where id = $1', values: [id] })
}

/** A file that is whole and not in the recycle bin. Whoever asks must be checked by the caller. */
export async function findFile(db: Queryable, id: string): Promise<FileRow | null> {
  const { rows } = await db.query<FileRow & Record<string, unknown>>({
    text:
      'select id, name, size::float8 as size, type, sha256, storage_key as "storageKey", created_by as "createdBy",' +
      ' object, record_id as "recordId", field from fw_file where id = $1 and stored and deleted_at is null',
    values: [id],
  })
  return rows[0] ?? null
}
