export type { FormField, FormSchema, FormSchemaInput, FormStates, ResolvedView } from './form-types.ts'
export type {
  Actor,
  FieldValues,
  Records,
  RecordsDeps,
  RecordAddress,
  RecordText,
  RestoreInput,
  TransitionInput,
  UpdateInput,
} from './types.ts'
export { createRecords } from './create-records.ts'
export { asSystem } from './access/as-system.ts'
