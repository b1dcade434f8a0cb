export type {
  Catalog,
  CompiledField,
  CompiledGrant,
  CompiledObject,
  CompiledRole,
  CompiledRule,
  CompiledStates,
  CompiledTransition,
  Definition,
  Kind,
  Layer,
  Operation,
  PhysicalNames,
} from './catalog.ts'
export { createCatalog } from './create-catalog.ts'
export type { CatalogOptions } from './create-catalog.ts'
export type { DefinitionProblem } from './problems.ts'
export { AppError, appError, errors } from './errors.ts'
export type { ErrorCode } from './errors.ts'
export { diffToPatch, mergePatch } from './json/merge-patch.ts'
export { typeEnvironment } from './compile/type-environment.ts'
export type { EnvironmentOptions, FieldSource } from './compile/type-environment.ts'
export { describeSchemaError } from './validation/describe-error.ts'
export type { SchemaError } from './validation/describe-error.ts'
export { describeLabel } from './words.ts'
export { recordSchemaId } from './record-schema.ts'
export type { RecordMode } from './record-schema.ts'
export { applyChanges } from './layers/apply-changes.ts'
export type { ChangeSet, DocumentName } from './layers/change-set.ts'
