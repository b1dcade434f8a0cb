export { INDEXABLE_LENGTH } from './bounds-check.ts'
export type {
  Choice,
  ColumnSpec,
  Conformance,
  CsvContext,
  ExpressionKind,
  UniqueOptions,
  FieldOptions,
  FieldTargets,
  FieldType,
  FileRules,
  FilterKind,
  Json,
  JsonSchema,
  LocalizedText,
  Measure,
  Presentation,
  Problem,
  Property,
  Refusal,
  ScalarKind,
} from './field-type.ts'
export { isAccepted } from './file-type.ts'
export { decimalText, formatNumber, roundDecimal } from './number-text.ts'
export { presentationOf } from './presentation-of.ts'
export { addFieldType, fieldType, fieldTypes } from './registry.ts'
export { hasScale } from './scale.ts'
export { isStorableText } from './storable-text.ts'
export {
  numberFields,
  numberEnds,
  numberPeriod,
  parseNumberFormat,
  renderNumber,
  segmentKey,
  type NumberFormatProblem,
  type NumberInput,
  type NumberReset,
  type NumberSegment,
} from './types/auto-number/number-format.ts'
export { resultField, rollUpResult } from './types/roll-up/result.ts'
export type { RollUpFunction, RollUpResult } from './types/roll-up/result.ts'
export type { FormulaResult } from './types/formula/index.ts'
export { MAX_LINES } from './types/master-detail/index.ts'
