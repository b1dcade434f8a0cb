import type { Readable } from 'node:stream'
import type { Json } from '@fieldwork/fields'
import type { CompiledField, Taking } from '@fieldwork/metadata'

/** Which records are taken away, and how. */
export interface TakeInput {
  operation: Taking
  object: string
  filter?: string
  q?: string
  sort?: string
  /** paths; default: every field that people see */
  fields?: readonly string[]
  /** fields asked for that are hidden from the actor, or that lead to what is, are left out instead of refused */
  leavesOutHidden?: boolean
  /** rows at most where the actor's roles say nothing; null: as many as there are */
  most: number | null
}

/** A field that is taken away, at the end of its path. */
export interface TakenColumn {
  path: string
  field: CompiledField
  /** in the actor's language */
  label: string
}

/** How records become cells. */
export interface CellOptions {
  locale: 'en' | 'zh-CN'
  timeZone: string
  /** what stands for the records that a field refers to */
  references: 'label' | 'id' | 'both'
  /** what stands above the columns */
  headers: 'label' | 'name'
}

export type FileFormat = 'csv' | 'xlsx' | 'ndjson'

/** How a file is written. */
export interface FileOptions extends Pick<CellOptions, 'references' | 'headers'> {
  format: FileFormat
  /** begins a CSV file with a byte order mark, by which Excel knows that it is UTF-8 */
  bom: boolean
}

/** Records that leave the system. They are read as fast as the file is taken. */
export interface TakenRecords {
  /** how many there are */
  count: number
  columns: readonly TakenColumn[]
  /** how many have been read so far */
  taken(): number
  /** the file, once; it closes what it reads from */
  file(options: FileOptions): Readable
  /** every record, for a few */
  all(): Promise<Record<string, Json>[]>
  /** ends the reading; to be called unless the file was taken */
  close(): Promise<void>
}
