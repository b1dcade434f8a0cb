import type { ChannelDefinition, StepContext, StepDefinition, StepResult } from '@fieldwork/automation'
import type { FieldType, JsonSchema, LocalizedText, Problem } from '@fieldwork/fields'
import type { KindDescriptor, TriggerDescriptor } from '@fieldwork/metadata'
import type { Actor, AfterHook, BeforeHook, FieldValues, HookInput, WrittenRecord } from '@fieldwork/records'
import type { PluginContext } from './context.ts'
import type { PluginWeb } from './web-parts.ts'

/** Looks at writes before they happen: see `BeforeHook` of the records. */
export interface PluginBeforeHook<Settings = Record<string, unknown>> extends Omit<BeforeHook, 'run'> {
  /** @returns the values to be stored instead; undefined leaves them */
  run(input: HookInput, plugin: PluginContext<Settings>): Promise<FieldValues | undefined> | FieldValues | undefined
}

/** Follows writes inside of their transaction: see `AfterHook` of the records. */
export interface PluginAfterHook<Settings = Record<string, unknown>> extends Omit<AfterHook, 'run'> {
  run(input: WrittenRecord, plugin: PluginContext<Settings>): Promise<void> | void
}

/** A request to a route of a plugin. What the schemas of the route say of its parts has been checked. */
export interface RouteRequest<Body = Record<string, unknown>> {
  /** who calls */
  actor: Actor
  /** what the path names, e.g. `id` of `/claims/:id` */
  params: Record<string, string>
  /** numbers and flags as the route's schema has them */
  query: Record<string, string | number | boolean>
  body: Body
  locale: 'en' | 'zh-CN'
}

/** An address of the API below `/api/plugins/<name>`, answered while the plugin is enabled. */
export interface PluginRoute<Settings = Record<string, unknown>, Body = Record<string, unknown>> {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** e.g. `/claims/:id`; not `/enable`, `/disable` and `/settings`, which the platform answers */
  path: `/${string}`
  /** who may call it; default `user`: everybody who is logged in */
  access?: 'user' | 'administrator'
  /** for people who read the description of the API */
  summary: LocalizedText
  /** JSON Schema of the body; absent: there is none */
  body?: JsonSchema
  /** JSON Schemas of the query's members; absent: there are none */
  query?: Record<string, JsonSchema>
  /** JSON Schema of the answer, for the description of the API */
  response?: JsonSchema
  /** @returns what is answered with as JSON; undefined: nothing, with status 204. Refusals are thrown, see `refuse`. */
  run(request: RouteRequest<Body>, plugin: PluginContext<Settings>): unknown
}

/** A kind of workflow step: see `StepDefinition` of the engine; the designer draws its form from `options`. */
export interface PluginStep<Settings = Record<string, unknown>> extends Omit<StepDefinition, 'run'> {
  /** `options` as its schema says, expressions and templates replaced by what they give */
  run(
    step: StepContext,
    options: Record<string, unknown>,
    plugin: PluginContext<Settings>,
  ): Promise<StepResult> | StepResult
}

/** Something that begins workflows: the plugin tells it by `plugin.tell`, see there. */
export interface PluginTrigger extends TriggerDescriptor {
  /** whether a workflow with these options, which the schema accepts, is begun by these values; absent: always */
  matches?(options: Readonly<Record<string, unknown>>, values: Record<string, unknown>): boolean
}

/** Work beside the requests. An error lets it be tried again later. */
export interface PluginJob<Settings = Record<string, unknown>> {
  run(payload: unknown, plugin: PluginContext<Settings> & { signal: AbortSignal }): Promise<void>
}

/** Work at times of the clock, once for all nodes. */
export interface PluginSchedule<Settings = Record<string, unknown>> {
  /** five fields: minute, hour, day of the month, month, day of the week; in the workspace's time zone */
  cron: string
  run(plugin: PluginContext<Settings> & { signal: AbortSignal }): Promise<void>
}

/** A plugin: everything that it adds to the platform. Every part may be left out. */
export interface PluginDefinition<Settings = Record<string, unknown>> {
  /** `import.meta.url` of the file that defines it: its folder is named as the plugin and may hold `metadata/` */
  url: string
  /** as its folder: small letters, digits and hyphens */
  name: string
  /** semantic version; a newer one upgrades its metadata when the program starts */
  version: string
  label: LocalizedText
  help?: LocalizedText
  /** packages that it builds on: name -> range of versions, e.g. `{ crm: '^1.0.0' }` */
  requires?: Record<string, string>
  /**
   * JSON Schema (2020-12) of an object: what an administrator can set. Each property has a `title` and may have
   * `x-title` and `x-help` in both languages, an `enum` also `x-choices` (`{ <value>: { en, 'zh-CN' } }`); one with
   * `writeOnly: true` is a secret, sealed and never shown again.
   */
  settings?: JsonSchema & { properties: Record<string, JsonSchema> }
  /** what the schema of the settings cannot say */
  checkSettings?(settings: Settings): Problem[]
  /** kinds of fields; they stay known while the plugin is disabled, for objects have columns of them */
  fieldTypes?: readonly FieldType[]
  hooks?: {
    before?: readonly PluginBeforeHook<Settings>[]
    after?: readonly PluginAfterHook<Settings>[]
  }
  /** kinds of workflow steps; while the plugin is disabled they fail */
  steps?: readonly PluginStep<Settings>[]
  /** kinds of channels by which messages leave the house, see `defineChannel` */
  channels?: readonly ChannelDefinition[]
  /** what begins workflows, chosen in their designer */
  triggers?: readonly PluginTrigger[]
  /**
   * kinds of definitions beside the platform's: published, checked, kept in history and translated as those are, and
   * read by `plugin.catalog.compiled('<plugin>.<word>')`
   */
  kinds?: readonly KindDescriptor[]
  routes?: readonly PluginRoute<Settings, never>[]
  jobs?: Readonly<Record<string, PluginJob<Settings>>>
  schedules?: Readonly<Record<string, PluginSchedule<Settings>>>
  /** what it shows in the browser; `web/index.tsx` beside the plugin's file exports the components by `definePluginWeb` */
  web?: PluginWeb
  /** set to false where `metadata/` beside the plugin's file shall not be read */
  metadata?: false
}

/** What `definePlugin` returns and the loader takes. */
export interface Plugin extends PluginDefinition {
  /** tells a plugin from anything else that a file may export */
  readonly kind: 'fieldwork-plugin'
}
