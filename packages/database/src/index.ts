export { createDatabase } from './connection/create-database.ts'
export { statementName } from './connection/statement-name.ts'
export { isOutdatedPlan, sqlState, sqlStateOf } from './connection/sql-state.ts'
export type {
  Database,
  DatabaseOptions,
  Log,
  Queryable,
  Statement,
  Transaction,
  TransactionOptions,
} from './connection/types.ts'
export { withinTransaction } from './connection/within-transaction.ts'
export { createRegistry } from './publishing/registry.ts'
export type { Plan, Published, PublishOptions, Publisher } from './publishing/plan-edit.ts'
export type { Drafted } from './publishing/draft-catalogs.ts'
export type { BaseOption, Registry, RegistryOptions } from './publishing/registry.ts'
export type { Conflict } from './publishing/conflicts.ts'
export type { Comparison, DocumentRevision } from './publishing/document-history.ts'
export type { RevertPart } from './publishing/invert-revision.ts'
export type { ImportOptions, InstalledPackage, PackageRegistry } from './publishing/package-registry.ts'
export type { KeptColumn, Purged, PurgeInput } from './publishing/purge.ts'
export type { PathChange } from './publishing/document-diff.ts'
export type { RevisionActor, RevisionDetail, RevisionSummary } from './publishing/revision-history.ts'
export { constraintName } from './schema/names.ts'
export type { SchemaStep, StepClass } from './schema/steps.ts'
export { lockWithChildren } from './roll-ups/lock-parents.ts'
export type { PlannedWrite } from './roll-ups/lock-parents.ts'
export { recomputeMembers } from './member-rules/fill-task.ts'
export { previewMemberRule } from './member-rules/preview.ts'
export type { MemberRulePreview } from './member-rules/preview.ts'
export { recomputeRollUp } from './roll-ups/fill-task.ts'
export { migrate } from './system/migrate.ts'
export { lockUsers } from './system/lock-users.ts'
export { newId } from './system/new-id.ts'
export { departmentUses, MOST_COUNTED } from './access/department-uses.ts'
export type { DepartmentUse } from './access/department-uses.ts'
export { waitingAccounts } from './access/waiting-accounts.ts'
export type { WaitingAccount } from './access/waiting-accounts.ts'
export { setBehalf } from './access/behalf.ts'
export { actorFactsSql, factsOf, hasLeftSql, lendersOf } from './access/actor-facts.ts'
export type { ActorFacts, FactsRow, Lender, RoleAssignment } from './access/actor-facts.ts'
export { accessText, bothValues, changedAccess } from './access-diff/changed-access.ts'
export type { AccessSide, AccessText, ChangedAccess } from './access-diff/changed-access.ts'
export { countChanges, exampleChanges } from './access-diff/count-changes.ts'
export type { CountedChange, ExampleRecords, NamedRecord, RecordCount } from './access-diff/count-changes.ts'
export { futureTables } from './access-diff/future-tables.ts'
export type { FutureTables, Obstacle } from './access-diff/future-tables.ts'
export { createPeopleReader } from './access-diff/people-facts.ts'
export type { PeopleReader, PersonBetween } from './access-diff/people-facts.ts'
export { testAccess } from './access/test-access.ts'
export type { AccessTests, TestedAccess } from './access/test-access.ts'
export { fillOwnerDepartments } from './access/fill-departments.ts'
export { roleId } from './access/role-id.ts'
export { boundIds } from './access/bound-ids.ts'
export { grantsOf, noteEvent, putGrants, removeGrants } from './access/grants.ts'
export type { AccessGrant, GrantLevel, NewGrant } from './access/grants.ts'
export { countOwned, listOwned } from './access/owned-records.ts'
export { holdingsOf } from './access/holdings.ts'
export type { Holding } from './access/holdings.ts'
export { actsFor, delegateOf, staffOf, superiorsOf } from './access/superiors.ts'
export type { DepartmentStaff } from './access/superiors.ts'
export { standingOf } from './access/standing.ts'
export type { Standing } from './access/standing.ts'
export { accessSources } from './schema/plan-access-triggers.ts'
export { aggregateRecords } from './query/aggregate.ts'
export type {
  AggregateInput,
  ContextUser,
  LentAccess,
  CountMode,
  DepartmentScope,
  DimensionScope,
  FieldRights,
  HistoryEntry,
  HistoryInput,
  HistoryPage,
  ListInput,
  PartlyShown,
  QueryContext,
  RowAccess,
  RowArm,
  RowWay,
  WriteConsent,
} from './query/context.ts'
export { unwritableNames } from './write/guarded-fields.ts'
export { getRecord, isId } from './query/get.ts'
export { labelsOf } from './query/labels.ts'
export type { Labels } from './query/labels.ts'
export { evaluateExpression } from './query/evaluate.ts'
export type { Evaluated, EvaluateInput } from './query/evaluate.ts'
export { readRollUp } from './roll-ups/read-roll-up.ts'
export { readExpressions } from './query/read-expressions.ts'
export type { ExpressionRow, ExpressionsInput } from './query/read-expressions.ts'
export { conversionsOf, lockRecord, noteConversion } from './write/conversion-links.ts'
export type { ConversionLink, DoneConversion } from './write/conversion-links.ts'
export type { GetInput } from './query/get.ts'
export { lastPlace, readLines } from './query/lines.ts'
export type { LinesOf, StoredLine } from './query/lines.ts'
export { miscounted } from './write/line-counts.ts'
export type { Miscount } from './write/line-counts.ts'
export { checkLineRules } from './write/line-rules.ts'
export { hasWholes, lockPlanned, lockWholes } from './write/lock-wholes.ts'
export type { Parts, PartStates } from './write/lock-wholes.ts'
export { isRefusing, settleWholes } from './write/settle-wholes.ts'
export type { Settled, WholeFinding } from './write/settle-wholes.ts'
export { renumberLines } from './write/renumber.ts'
export type { RenumberInput } from './write/renumber.ts'
export { momentOfVersion, readPastLines } from './write/past-lines.ts'
export type { PastLine } from './write/past-lines.ts'
export { listRecords } from './query/list.ts'
export type { ListShape } from './query/look-up.ts'
export { structPart } from './query/struct-part.ts'
export type { StructPart } from './query/struct-part.ts'
export { insertRecord } from './write/insert.ts'
export type { InsertInput, Refusal, WriteInput, WriteOutcome } from './write/outcome.ts'
export { maxTakenAlong } from './write/cascade.ts'
export { liveIdOf, lockKeys } from './write/keys.ts'
export { maskedOutput } from './query/masked-field.ts'
export { unknownNames } from './query/unknown-names.ts'
export { keyParts, uniqueKeyOf, uniqueOptions } from './schema/unique-key.ts'
export type { KeyPart } from './schema/unique-key.ts'
export type { KeyLocks } from './write/keys.ts'
export { filledFields } from './write/filled-values.ts'
export { findDuplicates } from './write/find-duplicates.ts'
export { tryDuplicates } from './write/try-duplicates.ts'
export type { TriedRule } from './write/try-duplicates.ts'
export { nextNumbers } from './write/next-numbers.ts'
export { writeRecord } from './write/write-record.ts'
export { aboutPart, takenProblems, unknownReference } from './write/constraint-error.ts'
export type { TakenKey } from './write/constraint-error.ts'
export { listRecycleBin } from './query/recycle-bin.ts'
export type { RecycleBinInput } from './query/recycle-bin.ts'
export { insertRecords } from './write/bulk-insert.ts'
export type { BulkInput } from './write/bulk-insert.ts'
export { readHistory, readPastValues, versionAt } from './write/history.ts'
export type { PastValues } from './write/history.ts'
export { enqueueTask, nudgeTasks } from './tasks/enqueue-task.ts'
export { cancelTask, getTask, listTasks, retryTask } from './tasks/task-list.ts'
export type { TaskFilter } from './tasks/task-list.ts'
export { createTaskRunner } from './tasks/task-runner.ts'
export type { TaskRunner, TaskRunnerOptions } from './tasks/task-runner.ts'
export type { NewTask, TaskContext, TaskError, TaskHandler, TaskInfo, TaskProgress, TaskState } from './tasks/task.ts'
export { announceUpload, completeUpload, findFile } from './files/uploads.ts'
export type { FileRow, NewUpload } from './files/uploads.ts'
export { forgetFiles, hasLeftovers, retireLeftovers } from './files/sweep.ts'
export { attachFile, listAttachments, mayAttach, moveAttachment } from './files/attachments.ts'
export type { Attachment, AttachInput, AttachmentVersion } from './files/attachments.ts'
export type { FileInfo } from './query/file-json.ts'
export { searchRecords } from './query/search.ts'
export { longDeleted, purgeRecord } from './write/purge.ts'
export { streamRecords } from './query/stream.ts'
export type { RecordStream, StreamInput } from './query/stream.ts'
export { listOperations } from './operation-log/list-operations.ts'
export type { OperationFilter, OperationPage } from './operation-log/list-operations.ts'
export type { LoggedOperation, NewLoggedOperation, OperationOutcome } from './operation-log/operation.ts'
export { writeOperations } from './operation-log/write-operations.ts'
export { existingRecords } from './operation-log/existing-records.ts'
export { openBackupSource, StructureChangedError } from './backup/backup-source.ts'
export type { BackupFile, BackupSource, Piece, SequenceState } from './backup/backup-source.ts'
export type { SequenceStructure, Structure, TableStructure } from './backup/structure.ts'
export { beginRestoration } from './backup/restoration.ts'
export type { Restoration, TableLoad } from './backup/restoration.ts'
export { replaceWorkspace } from './backup/replace-workspace.ts'
export type { Replaced } from './backup/replace-workspace.ts'
export { clearLeftovers } from './backup/leftovers.ts'
export {
  changeBackup,
  closeBroken,
  countRows,
  expiredBackups,
  forgetBackup,
  getBackup,
  lastDue,
  listBackups,
  noteBackup,
} from './backup/backups.ts'
export type { BackupContent, BackupInfo, BackupReason, BackupVerification } from './backup/backups.ts'
export { newestVersion } from './system/migrate.ts'
