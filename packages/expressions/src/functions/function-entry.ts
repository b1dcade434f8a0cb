import type { EvaluationScope, ExprType, LocalizedText, SqlBinder, TypedNode } from '../types.ts'
import type { Value } from '../evaluate/value.ts'

/**
 * What a parameter accepts. `number` takes whole and decimal numbers, `date` also takes a datetime (its day in
 * the workspace's zone), `same` one common type over all such parameters, `digits` a written whole number,
 * `record` a record (a written id counts as one of the same object), `path` a field, `local` a written datetime without
 * offset, `scalar` anything but a list, `pattern` a written regular expression, `position` a struct
 * with latitude and longitude.
 */
export type ParameterType =
  | 'text'
  | 'record'
  | 'integer'
  | 'number'
  | 'date'
  | 'datetime'
  | 'list'
  | 'any'
  | 'scalar'
  | 'same'
  | 'digits'
  | 'path'
  | 'local'
  | 'pattern'
  | 'position'

export interface Parameter {
  name: string
  type: ParameterType
  optional?: true
}

/** `same` is the common type of the `same` parameters, `number` is whole when every number given is. */
export type ResultType = 'text' | 'integer' | 'decimal' | 'boolean' | 'date' | 'datetime' | 'same' | 'number'

/** The arguments of a call as SQL; numbers come as numeric. */
export interface SqlArguments {
  /** SQL of the nth argument, safe to stand beside any operator */
  sql(index: number): string
  all(): string[]
  node(index: number): TypedNode
  binder: SqlBinder
}

/**
 * One function of the language: checked, evaluated in JS and compiled to SQL from this entry alone.
 * Unless `nulls` says otherwise, a null argument makes the result null and `js` is not asked. `sql` must be
 * strict in the same way, must never raise, and names each argument once, so that nesting cannot blow it up.
 */
export interface FunctionEntry {
  name: string
  parameters: Parameter[]
  /** the last parameter may be repeated */
  rest?: true
  result: ResultType
  /** `handled`: null reaches `js` and `sql`; `never`: handled, and the result is never null */
  nulls?: 'handled' | 'never'
  /** the result can be null although no argument is */
  partial?: true
  /** written between or before its operands and left out of the documentation of functions */
  operator?: true
  /** `object`: that of the record parameters, where there are any */
  js(args: Value[], scope: EvaluationScope, object?: string): Value
  sql(args: SqlArguments): string
  doc: LocalizedText
}

/** The type a result stands for when it does not depend on the arguments. */
export function fixedResult(result: ResultType): ExprType | undefined {
  return result === 'same' || result === 'number' ? undefined : { kind: result }
}
