import type { Catalog, CompiledObject } from '@fieldwork/metadata'
import type { Actor, Files, Records } from '@fieldwork/records'
import type { Wording } from './shown-value.ts'

/** With whose eyes a record is read. */
export interface Reader {
  records: Records
  files: Files
  catalog: Catalog
  actor: Actor
  wording: Wording
}

/** A record of an object. */
export interface PrintedRecord {
  object: CompiledObject
  id: string
}
