export { ApiProvider, useApi } from './api/api-provider.tsx'
export { ApiProblem, isApiProblem } from './api/api-problem.ts'
export type { ServerProblem } from './api/api-problem.ts'
export type { BulkOutcome, OnProgress } from './api/bulk.ts'
export { createApi } from './api/create-api.ts'
export type { Api } from './api/create-api.ts'
export { catalogKeys, keys } from './api/keys.ts'
export {
  listParameters,
  useHistory,
  useMe,
  useConversions,
  useObjectSchema,
  useRecordSchema,
  useRecord,
  useRecordPages,
  useRecycleBin,
  useViews,
} from './api/queries.ts'
export type * from './api/types.ts'
export { useRecordWrites } from './api/writes.ts'
export { consentQuery, useConsent } from './record/use-consent.tsx'
export { GRID_COLUMNS, gridPlaces, pageBlocks, readingOrder, sectionBlocks } from './form/layout-grid.ts'
export type { GridPlace, PlacedBlock } from './form/layout-grid.ts'
export { FieldInput } from './form/field-input.tsx'
export { plainValue, referencesOf } from './form/form-values.ts'
export { RecordForm } from './form/record-form.tsx'
export type { RecordFormProps } from './form/record-form.tsx'
export { columnsOf, fieldsOf } from './list/columns.ts'
export type { ListColumn } from './list/columns.ts'
export { FilterBar } from './list/filter-bar.tsx'
export { parseFilter, printFilter } from './list/filter-expression.ts'
export type { FilterPart } from './list/filter-expression.ts'
export { ListSkeleton } from './list/list-skeleton.tsx'
export { RecordCards } from './list/record-cards.tsx'
export { RecordTable } from './list/record-table.tsx'
export { ListTotals } from './list/list-totals.tsx'
export { useTotals } from './record/use-totals.ts'
export type { ColumnTotals } from './record/use-totals.ts'
export { useTreeRecords } from './list/use-tree-records.ts'
export { nextSort } from './list/sorting.ts'
export { FieldFrame } from './form/field-frame.tsx'
export { EmptyState } from './parts/empty-state.tsx'
export { ExpressionInput } from './parts/expression-input.tsx'
export { FieldIcon } from './parts/field-icon.tsx'
export { LocalizedInput } from './parts/localized-input.tsx'
export { PageHeader } from './parts/page-header.tsx'
export { useAttempt } from './parts/use-attempt.ts'
export { ProblemNote } from './parts/problem-note.tsx'
export { useWriteLock, WriteLockProvider } from './parts/write-lock.tsx'
export type { WriteLock } from './parts/write-lock.tsx'
export { DetailFields } from './record/detail-fields.tsx'
export { useBlockStates } from './form/use-block-states.ts'
export { LazyConversionDialog } from './record/lazy-conversion-dialog.tsx'
export { preloadRecordForm, RecordDrawerHost, useRecordDrawer } from './record/record-drawer-host.tsx'
export { StatePath } from './record/state-path.tsx'
export { Timeline } from './record/timeline.tsx'
export { missingFields, openTransitions } from './record/transitions.ts'
export type { OpenTransition } from './record/transitions.ts'
export { createTexts, storedLocale, storeLocale, useTexts } from './texts/i18n.ts'
export type { TextBundle } from './texts/i18n.ts'
export { localize } from './texts/localized.ts'
export { AppLink, NavigationProvider, useNavigateTo } from './theme/navigation.tsx'
export type { Navigate } from './theme/navigation.tsx'
export { ThemeProvider } from './theme/theme-provider.tsx'
export {
  Avatar,
  FieldValue,
  Person,
  atZone,
  formatMoment,
  formatRelative,
  fromZone,
  numbers,
} from '@fieldwork/fields/ui'
export { BaseValue, FileDrop, FileList, FilesShown, addTypeUi, baseWidgetOf, useUploads } from '@fieldwork/fields/ui'
export type { ShownValue, TypeUi, WidgetProps } from '@fieldwork/fields/ui'
export type { FieldShape, FileValue, NumberReset, NumberSegment, ReferenceValue, Uploads } from '@fieldwork/fields/ui'
export type { PluginWebParts, RecordPartProps } from './plugin/define-plugin-web.ts'
export { LazyTransitionDialog } from './record/lazy-transition-dialog.tsx'
export { recordPath } from './values/record-path.ts'
export { RecordServicesProvider } from './values/record-services.tsx'
export { shapeOf } from './values/shapes.ts'
export { useDebounced } from './values/use-debounced.ts'
export { DEFAULT_ACCENT, STUDIO_ACCENT } from './theme/tokens.ts'
