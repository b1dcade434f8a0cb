import type { Database, ListShape, Registry } from '@fieldwork/database'
import type { Actor } from './types.ts'
import type { AfterHook } from './hooks/after-hook.ts'
import type { BeforeHook } from './hooks/before-hook.ts'
import type { HookSource } from './hooks/hooks-for.ts'

/** What the door to business rows is made of. */
export interface RecordsDeps {
  db: Database
  registry: Pick<Registry, 'catalog' | 'refresh'> & Partial<Pick<Registry, 'accessEpoch' | 'spread'>>
  /** IANA name of the workspace's zone */
  timeZone: string
  /** an actor as he is now, where what is known of him is outdated */
  freshActor?: (actor: Actor) => Promise<Actor>
  /** how lists find rows, instead of what is measured: for tests */
  listShape?: ListShape
  /** run inside the transaction of every write that they are for, before it */
  hooks?: HookSource<BeforeHook> | undefined
  /** run inside the transaction of every write that they are for, after it */
  afterHooks?: HookSource<AfterHook> | undefined
  /** hooks that have led to each other so far */
  hookDepth?: number
  /** something was outdated, so nothing that was known is relied on */
  isRetried?: true | undefined
  /** objects that the open transaction has written to */
  written?: Set<string>
  /** a transaction is open: what is outdated ends it, for whoever opened it to begin anew */
  isBound?: true
}
