export { ApiProvider, useApi } from './api/api-provider.tsx'
export { ApiProblem, isApiProblem } from './api/api-problem.ts'
export type { ServerProblem } from './api/api-problem.ts'
export { createApi } from './api/create-api.ts'
export type { Api } from './api/create-api.ts'
export { catalogKeys, keys } from './api/keys.ts'
export {
  useHistory,
  useMe,
  useObjectSchema,
  useRecord,
  useRecordPages,
  useRecycleBin,
  useViews,
} from './api/queries.ts'
export type * from './api/types.ts'
export { useRecordWrites } from './api/writes.ts'
export { GRID_COLUMNS, gridPlaces, pageBlocks, readingOrder, sectionBlocks } from './form/layout-grid.ts'
export type { GridPlace, PlacedBlock } from './form/layout-grid.ts'
export { RecordForm } from './form/record-form.tsx'
export type { RecordFormProps } from './form/record-form.tsx'
export { EmptyState } from './parts/empty-state.tsx'
export { ExpressionInput } from './parts/expression-input.tsx'
export { FieldIcon } from './parts/field-icon.tsx'
export { LocalizedInput } from './parts/localized-input.tsx'
export { PageHeader } from './parts/page-header.tsx'
export { createTexts, storedLocale, storeLocale, useTexts } from './texts/i18n.ts'
export type { TextBundle } from './texts/i18n.ts'
export { localize } from './texts/localized.ts'
export { AppLink, NavigationProvider, useNavigateTo } from './theme/navigation.tsx'
export type { Navigate } from './theme/navigation.tsx'
export { ThemeProvider } from './theme/theme-provider.tsx'
export { DEFAULT_ACCENT, STUDIO_ACCENT } from './theme/tokens.ts'
