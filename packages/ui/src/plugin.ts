/** What the browser code of plugins may import of the app; it is one copy that all share with the app itself. */
export { useApi } from './api/api-provider.tsx'
export { ApiProblem, isApiProblem } from './api/api-problem.ts'
export type { Api } from './api/create-api.ts'
export { keys } from './api/keys.ts'
export { useMe, useObjectSchema, useRecord, useRecordPages, useRecordSchema, useViews } from './api/queries.ts'
export type * from './api/types.ts'
export { useRecordWrites } from './api/writes.ts'
export { columnsOf } from './list/columns.ts'
export type { ListColumn } from './list/columns.ts'
export { ListSkeleton } from './list/list-skeleton.tsx'
export { EmptyState } from './parts/empty-state.tsx'
export { FieldIcon } from './parts/field-icon.tsx'
export { PageHeader } from './parts/page-header.tsx'
export { ProblemNote } from './parts/problem-note.tsx'
export { useWriteLock } from './parts/write-lock.tsx'
export { definePluginWeb } from './plugin/define-plugin-web.ts'
export type { PluginWebParts, RecordPartProps } from './plugin/define-plugin-web.ts'
export { useRecordDrawer } from './record/record-drawer-host.tsx'
export { useTexts } from './texts/i18n.ts'
export { localize } from './texts/localized.ts'
export { AppLink, useNavigateTo } from './theme/navigation.tsx'
export { RecordServicesProvider } from './values/record-services.tsx'
export { recordPath } from './values/record-path.ts'
export { useDebounced } from './values/use-debounced.ts'
export {
  Avatar,
  BaseValue,
  FieldValue,
  Person,
  baseWidgetOf,
  formatMoment,
  formatRelative,
  useFieldServices,
  widgetOf,
} from '@fieldwork/fields/ui'
export type { FieldShape, ReferenceValue, ShownValue, TypeUi, WidgetProps } from '@fieldwork/fields/ui'
