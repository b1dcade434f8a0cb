import type { Database, Queryable } from '@fieldwork/database'
import type { Catalog } from '@fieldwork/metadata'
import type { Records } from '@fieldwork/records'

/** What deadlines are kept with. */
export interface DeadlineDeps {
  db: Database
  registry: { catalog(): Catalog }
  records: Records
  /** IANA name of the workspace's zone */
  timeZone: string
}

/** Where one step of the work happens. */
export interface DeadlineScope {
  db: Queryable
  catalog: Catalog
  timeZone: string
  /** counts as the present */
  now: Date
}
