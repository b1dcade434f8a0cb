import type { Database, Registry } from '@fieldwork/database'
import type { BeforeHook } from './hooks/before-hook.ts'

/** What the door to business rows is made of. */
export interface RecordsDeps {
  db: Database
  registry: Pick<Registry, 'catalog' | 'refresh'>
  /** IANA name of the workspace's zone */
  timeZone: string
  /** run inside the transaction of every write that they are for */
  hooks?: readonly BeforeHook[]
  /** hooks that have led to each other so far */
  hookDepth?: number
  /** a transaction is open: what is outdated ends it, for whoever opened it to begin anew */
  isBound?: true
}
