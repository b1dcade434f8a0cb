import type { Notification } from '@fieldwork/automation'
import type { Catalog } from '@fieldwork/metadata'
import type { Actor, Records, WrittenRecord } from '@fieldwork/records'

/** Lines for the operator's log. */
export interface PluginLog {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

/** A job of the plugin's own, done some time after the transaction that adds it has committed. */
export interface NewPluginJob {
  /** a key of `jobs` */
  job: string
  /** what JSON can say; small: truth belongs into records */
  payload?: unknown
  /** of one key at most one job waits */
  key?: string
  /** default: at once */
  runAt?: Date
}

/** Something that begins workflows. */
export interface PluginEvent {
  /** the name of one of the plugin's `triggers` */
  trigger: string
  /** what the trigger's schema has; workflows get them as the values of their variables of these names */
  values?: Record<string, unknown>
  /** the record that it is about: workflows of its object begin with it; absent: workflows without an object begin */
  about?: { object: string; id: string }
  /** id of the user who is behind it */
  actor?: string
  /** where the same may be told twice: each workflow begins once for one key */
  key?: string
}

/** Everything that a plugin's code works with. Made anew for every call; never kept. */
export interface PluginContext<Settings = Record<string, unknown>> {
  /** name of the plugin */
  name: string
  /** The door to records; inside of a hook or a `transaction`, bound to it. */
  records: Records
  /** an actor for what the plugin does by itself: no access rules apply, its history says why */
  system: Actor
  /** what is published now */
  catalog: Catalog
  /** IANA name of the workspace's zone */
  timeZone: string
  log: PluginLog
  /** What the administrator has set, secrets in the clear, defaults of the schema filled in. */
  settings(): Promise<Settings>
  /** Writes that are stored together or not at all; the context is bound to the transaction. */
  transaction<T>(work: (plugin: PluginContext<Settings>) => Promise<T>): Promise<T>
  /** One statement over tables that hold no records, with `$1` parameters; outside of a transaction on its own. */
  sql: WrittenRecord['tx']['query']
  /** Tells people something, in the transaction that this context is bound to. */
  notify(news: readonly Notification[]): Promise<void>
  /** Begins the workflows that wait for a trigger of the plugin, with the transaction that this context is bound to. @returns how many */
  tell(event: PluginEvent): Promise<number>
  /** Adds jobs; they start when the transaction that this context is bound to has committed. */
  addJobs(jobs: readonly NewPluginJob[]): Promise<void>
}
