export type { PlannedWrite } from '@fieldwork/database'
export type { FormField, FormSchema, FormSchemaInput, FormStates, ResolvedView } from './form-types.ts'
export type {
  Actor,
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
export type { BeforeHook, HookedOperation, HookInput } from './hooks/before-hook.ts'
export type { RecordsDeps } from './records-deps.ts'
export { createRecords } from './create-records.ts'
export { asSystem } from './access/as-system.ts'
