export type {
  Catalog,
  CompiledCollection,
  CompiledConversion,
  CompiledConversionTarget,
  CompiledCopy,
  CompiledDimension,
  CompiledDuplicateRule,
  CompiledField,
  CompiledGrant,
  CompiledLineMap,
  CompiledMaster,
  CompiledMatch,
  CalendarDay,
  CompiledCalendar,
  CompiledMemberRule,
  CompiledObject,
  CompiledParameter,
  CompiledRecordType,
  CompiledRecordTypes,
  CompiledRole,
  Taking,
  CompiledRollUp,
  CompiledRule,
  CompiledStates,
  CompiledTransition,
  CompiledUnique,
  Definition,
  DimensionMode,
  FieldRight,
  Kind,
  Layer,
  MatchKind,
  Operation,
  PackageInfo,
  PhysicalNames,
  RelatedRight,
  RuleMoment,
  Scope,
  WorkingSpan,
} from './catalog.ts'
export type {
  CompiledListener,
  CompiledTrigger,
  CompiledVariable,
  CompiledWorkflow,
  CompiledWorkflowNode,
  Enclosure,
  HeardEvents,
  ListenedOperation,
  WorkflowExpression,
  WorkflowTemplate,
} from './compiled-workflow.ts'
export { noExtensions } from './extensions.ts'
export type { Extensions, StepDescriptor, StepEffect, TriggerDescriptor } from './extensions.ts'
export { constantOn, parameterConstants, valueOn } from './compile/parameter-values.ts'
export { PLATFORM_RIGHTS } from './platform-rights.ts'
export type { PlatformRight } from './platform-rights.ts'
export { createCatalog } from './create-catalog.ts'
export type { CatalogOptions } from './create-catalog.ts'
export type { DefinitionProblem } from './problems.ts'
export { AppError, appError, errors } from './errors.ts'
export type { ErrorCode, ForeignCode } from './errors.ts'
export { diffToPatch, mergePatch } from './json/merge-patch.ts'
export { namesOfTargets, pointsTo, targetObjects } from './compile/field-targets.ts'
export { fieldSources } from './field-sources.ts'
export type { FieldSources } from './field-sources.ts'
export { fieldsRead, hasSensitive, maskOf } from './sensitive-fields.ts'
export type { Mask } from './sensitive-fields.ts'
export type { FieldAddress } from './compile/sensitive-sources.ts'
export { composePatches, nested, valueIn, withoutPath } from './json/compose-patches.ts'
export { completenessField, completenessGroups } from './compile/completeness-fields.ts'
export type { CompletenessGroup } from './compile/completeness-fields.ts'
export type {
  ApprovalEffect,
  ApprovalMode,
  CompiledApproval,
  CompiledBalance,
  CompiledApprovalStep,
  CompiledApprover,
  CompiledPlace,
  CompiledRefusal,
  ApprovalDuration,
} from './approvals.ts'
export { compileDraftApproval, compileStoredApproval } from './compile/approvals/stored-approval.ts'
export { compileDraftMemberRule } from './compile/draft-member-rule.ts'
export { compileDraftPrintTemplate } from './compile/draft-print-template.ts'
export { compileDraftWorkflow } from './compile/draft-workflow.ts'
export { compileDraftRollUp } from './compile/draft-roll-up.ts'
export { OWNER_DEPARTMENT, ownershipFields } from './compile/standard-fields.ts'
export { RECORD_TYPE } from './compile/record-type-field.ts'
export { tryDuplicateRule } from './compile/try-duplicate-rule.ts'
export { typeEnvironment } from './compile/type-environment.ts'
export type { EnvironmentOptions, FieldSource } from './compile/type-environment.ts'
export { describeSchemaError, partLabel } from './validation/describe-error.ts'
export type { SchemaError } from './validation/error-sentences.ts'
export { createLru } from './lru.ts'
export type { Lru } from './lru.ts'
export { partsOf, pointerOf, valueAt } from './json/pointer.ts'
export { isPlainObject, sameJson } from './json/plain-object.ts'
export { describeLabel, fillText } from './words.ts'
export type {
  CompiledDeadline,
  CompiledReminder,
  CompiledReport,
  Amount,
  DeadlineLength,
  DeadlineStart,
  TimeSpan,
  ToldPeople,
} from './compiled-deadline.ts'
export type { JsonSchema, LocalizedText, Problem } from '@fieldwork/fields'
export { recordSchemaId, recordSchemaOf } from './record-schema.ts'
export type { RecordMode } from './record-schema.ts'
export { applyChanges } from './layers/apply-changes.ts'
export type { ChangeSet, DocumentName } from './layers/change-set.ts'
export { PACKAGE_FORMAT, MANIFEST_FILE } from './packages/package-document.ts'
export type { PackageDocument, PackageEntry } from './packages/package-document.ts'
export { exportPackage } from './packages/export-package.ts'
export { importIntoWorkspace, isSameRelease, packagesWith } from './packages/import-package.ts'
export { checkCircles, checkRequirements, orderPackages } from './packages/order-packages.ts'
export { layerOfPackage, locateInPackage, readPackageDocument } from './packages/read-package.ts'
export { checkManifest } from './packages/check-manifest.ts'
export { isOlder } from './packages/versions.ts'
export { documentKey } from './layers/merge-layers.ts'
export { hiddenParts } from './layers/hidden-parts.ts'
export type { HiddenPart } from './layers/hidden-parts.ts'
export type { KnownField } from './layers/check-workspace-names.ts'
export type { ConflictReason, UpgradeConflict } from './upgrade/conflict.ts'
export { knownFieldsOf } from './upgrade/known-fields.ts'
export { resolveConflict } from './upgrade/resolve-conflict.ts'
export type { ConflictChoice } from './upgrade/resolve-conflict.ts'
export { upgradeLayers } from './upgrade/upgrade-layers.ts'
export type { Upgraded } from './upgrade/upgrade-layers.ts'
export { followRemovals } from './layers/follow-removals.ts'
export type { FormerObject } from './layers/follow-removals.ts'
export { titled, titleOfDocument } from './layers/titles.ts'
export { objectValidator, recordValidator } from './validation/record-validator.ts'
export type { RecordValidator } from './validation/record-validator.ts'
export { wrongCron } from './validation/wrong-cron.ts'
export { valueChecker } from './validation/value-checker.ts'
export type { ValueChecker } from './validation/value-checker.ts'
export { VALIDATOR_RUNTIME, validatorRuntime } from './validation/validator-runtime.ts'
export { masksOf, overlooksDifferences } from './schemas/property-schema.ts'
export { isPluginKind } from './plugin-kinds.ts'
export type { CompiledKind, KindContext, KindDescriptor } from './plugin-kinds.ts'
export { isKind, kinds, schemaOf } from './schemas/kind-schemas.ts'
export { defaultLayout } from './pages/default-layout.ts'
export { defaultView } from './pages/default-view.ts'
export { menuOf } from './pages/menu.ts'
export type { Menu, MenuItem } from './pages/menu.ts'
export { resolveLayout, resolveView, viewsOf } from './pages/resolve-pages.ts'
export type {
  AppDefinition,
  AppItem,
  FieldBlock,
  GridPlace,
  GroupItem,
  LayoutBlock,
  LayoutDefinition,
  LayoutPurpose,
  LineColumn,
  LinesBlock,
  ObjectItem,
  RelatedListBlock,
  SectionBlock,
  TextBlock,
  ViewColumn,
  ViewDefinition,
} from './pages/page-definitions.ts'
export { TEMPLATE_PART, isPageCount } from './pages/template-parts.ts'
export type { PrintBlock, PrintColumn, PrintTemplateDefinition } from './pages/print-definitions.ts'
export type { ObjectDocument } from './generated/object.ts'
export type { ViewDocument } from './generated/view.ts'
export type { LayoutDocument } from './generated/layout.ts'
export type { AppDocument } from './generated/app.ts'
export type { ConversionDocument } from './generated/conversion.ts'
export type { WorkflowDocument } from './generated/workflow.ts'
export type { RoleDocument } from './generated/role.ts'
export type { TranslationDocument } from './generated/translation.ts'
