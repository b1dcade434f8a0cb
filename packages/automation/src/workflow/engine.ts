import type { Database, Log } from '@fieldwork/database'
import type { Catalog } from '@fieldwork/metadata'
import type { Actor, Records } from '@fieldwork/records'
import type { Outside } from './outside.ts'
import type { StepDefinition } from './step.ts'

/** What the engine of workflows is made of. */
export interface EngineDeps {
  db: Database
  log: Log
  registry: { catalog(): Catalog }
  records: Records
  /** every kind of step there is, by name */
  steps: ReadonlyMap<string, StepDefinition>
  /** a user as he would be if he called now; null: he may not */
  actorOf(user: string, locale: 'en' | 'zh-CN'): Promise<Actor | null>
  /** what steps with effects outside work with */
  outside: Outside
  /** IANA name of the workspace's zone */
  timeZone: string
}
