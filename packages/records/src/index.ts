export type { PlannedWrite } from '@fieldwork/database'
export type { FormField, FormSchema, FormSchemaInput, FormStates, ResolvedView } from './form-types.ts'
export type {
  Actor,
  AppliedChange,
  FieldValues,
  ManyCreated,
  Records,
  RecordAddress,
  RecordText,
  RestoreInput,
  TransitionInput,
  UpsertedRecord,
  UpsertInput,
  UpdateInput,
} from './types.ts'
export type {
  ConversionPreview,
  ConversionState,
  Converted,
  ConvertedRecord,
  ConvertInput,
  PreviewLine,
  TargetChoice,
  TargetPreview,
} from './conversions/types.ts'
export type {
  AssignedRecord,
  AssignInput,
  AssignmentMethod,
  Member,
  MembersInput,
  Named,
  RecordGrants,
  Share,
  ShareInput,
  ShareTarget,
} from './sharing/types.ts'
export type { AfterHook, WrittenRecord } from './hooks/after-hook.ts'
export type { HookSource } from './hooks/hooks-for.ts'
export type { BeforeHook, HookedOperation, HookInput } from './hooks/before-hook.ts'
export type { RecordsDeps } from './records-deps.ts'
export { createRecords } from './create-records.ts'
export { operations } from './access/access-plan.ts'
export { asDefinition, asSystem } from './access/as-system.ts'
export { platformRights } from './access/platform-rights.ts'
export { compareAccess } from './access-diff/compare-access.ts'
export { draftAssignment } from './access-diff/drafted-assignment.ts'
export type { DraftedAssignment } from './access-diff/drafted-assignment.ts'
export type {
  AccessChange,
  AccessDiff,
  AccessDiffInput,
  FieldDifference,
  ObjectChange,
  ObjectDifference,
  PersonDifference,
  RoleChange,
} from './access-diff/types.ts'
export type { ExplainedAccess, ExplainedArm, ExplainInput } from './access/explained.ts'
export { createFiles } from './files/create-files.ts'
export type { FilesDeps } from './files/create-files.ts'
export type { AttachmentInput, Files, OpenFile, UploadInput } from './files/files.ts'
export { lookForLeftovers, sweepFiles, sweepHandler } from './files/sweep.ts'
export { createDiskStore } from './files/store/disk-store.ts'
export { createS3Store } from './files/store/s3-store.ts'
export type { S3Settings } from './files/store/s3-store.ts'
export { fileKeys, storageKey } from './files/store/file-store.ts'
export type { ByteRange, FileStore } from './files/store/file-store.ts'
export { csvLine } from './transfer/csv-line.ts'
export type { FileFormat, FileOptions, TakeInput, TakenRecords } from './transfer/types.ts'
