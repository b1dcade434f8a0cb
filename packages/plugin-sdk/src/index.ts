export type {
  Choice,
  ColumnSpec,
  Conformance,
  CsvContext,
  ExpressionKind,
  FieldType,
  Json,
  JsonSchema,
  LocalizedText,
  Problem,
  Property,
  Refusal,
} from '@fieldwork/fields'
export { DeliveryLater, DeliveryRefused, defineChannel } from '@fieldwork/automation'
export type { ChannelDefinition, ChannelTools, OutgoingMessage } from '@fieldwork/automation'
export type { Notification, StepContext, StepDefinition, StepResult } from '@fieldwork/automation'
export { AppError } from '@fieldwork/metadata'
export type {
  Catalog,
  CompiledField,
  CompiledKind,
  CompiledObject,
  KindContext,
  KindDescriptor,
} from '@fieldwork/metadata'
export type {
  Actor,
  FieldValues,
  HookedOperation,
  HookInput,
  Records,
  RecordText,
  WrittenRecord,
} from '@fieldwork/records'
export { checkPlugin } from './check-plugin.ts'
export type { NewPluginJob, PluginContext, PluginEvent, PluginLog } from './context.ts'
export { defineFieldType, definePlugin, defineRoute } from './define-plugin.ts'
export type { FieldTypeDefinition } from './define-plugin.ts'
export type {
  Plugin,
  PluginAfterHook,
  PluginBeforeHook,
  PluginDefinition,
  PluginJob,
  PluginRoute,
  PluginSchedule,
  PluginStep,
  PluginTrigger,
  RouteRequest,
} from './plugin.ts'
export { typedRecords } from './typed-records.ts'
export type { ObjectTypes, TypedRecords } from './typed-records.ts'
export { refuse } from './refuse.ts'
export type { Refused } from './refuse.ts'
export type { PluginWeb, WebButtons, WebPage, WebPanel, WebTile } from './web-parts.ts'
