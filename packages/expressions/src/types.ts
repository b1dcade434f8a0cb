/** A text shown to people, in every language the platform ships. */
export type LocalizedText = { en: string; 'zh-CN': string }

/**
 * The type of an expression. Money and percent are `decimal`; select and auto-number are `text`.
 * A `record` is a lookup (or an `id`): comparable with ids and null, and `.field` continues the path.
 * A `list` holds values or records; a `collection` is the list of the records that refer to this one, which is
 * stored with them. A `struct` has parts, read as `.part`.
 */
export type ExprType =
  | TextType
  | { kind: 'integer' | 'decimal' | 'boolean' | 'date' | 'datetime' | 'null' | 'any' }
  | { kind: 'record'; object: string }
  | { kind: 'list'; of: ExprType; collection?: true }
  | { kind: 'struct'; fields: Record<string, ExprType> }

/** A text; `options` are the only values it can have (keys of a select). */
export interface TextType {
  kind: 'text'
  options?: readonly string[]
}

/** What names mean where an expression stands. */
export interface TypeEnvironment {
  /** the object whose record is in scope: its fields are the bare names; null where there is no record */
  object: string | null
  fieldType(object: string, field: string): ExprType | undefined
  fieldNames(object: string): string[]
  /** by name, e.g. `user` and `old`; a variable hides a field of the same name */
  variables: Record<string, ExprType>
  /** by the name before the dot, such as `param`: named values, which stand for what is written */
  constants?: Readonly<Record<string, ReadonlyMap<string, Constant>>>
  /** whether records of the object stand below each other; absent: not known, so `under` takes any */
  isHierarchy?(object: string): boolean
}

/** A value with a name. Dates are ISO text, decimals numbers or decimal text. */
export interface Constant {
  type: ExprType
  value: string | number | boolean
  /** other values from a day on (`YYYY-MM-DD` in the workspace's zone), earliest first */
  changes: readonly { from: string; value: string | number | boolean }[]
}

/** A place in the source: `offset` and `length` in UTF-16 units, `line` and `column` from 1. */
export interface SourcePosition {
  offset: number
  length: number
  line: number
  column: number
}

export type ExpressionProblemCode =
  | 'invalid_expression'
  | 'unknown_field'
  | 'unknown_function'
  | 'unknown_option'
  | 'type_mismatch'
  | 'expression_too_complex'

export interface ExpressionProblem {
  code: ExpressionProblemCode
  message: LocalizedText
  position: SourcePosition
  params?: Record<string, unknown>
}

export type CompareOperator = '==' | '!=' | '<' | '<=' | '>' | '>='

/** The typed tree: plain data that survives JSON. Decimals too long for a number are decimal text. */
export type TypedNode =
  | LiteralNode
  | { kind: 'null'; type: ExprType }
  | { kind: 'path'; path: string[]; type: ExprType }
  | { kind: 'variable'; path: string[]; type: ExprType }
  | ItemNode
  | { kind: 'list'; items: TypedNode[]; type: ExprType }
  | { kind: 'logic'; op: 'and' | 'or'; operands: TypedNode[]; type: ExprType }
  | { kind: 'not'; operand: TypedNode; type: ExprType }
  | CompareNode
  | { kind: 'in'; item: TypedNode; list: TypedNode; as: ExprType; type: ExprType }
  | { kind: 'choice'; condition: TypedNode; whenTrue: TypedNode; whenFalse: TypedNode; type: ExprType }
  | CallNode
  | MacroNode

/** A path on the item of a list that a macro goes over; an empty path is the item itself (the id of a record). */
export interface ItemNode {
  kind: 'item'
  name: string
  path: string[]
  type: ExprType
}

/** Goes over a list: `body` is asked for every item, which it calls `item`. */
export interface MacroNode {
  kind: 'macro'
  fn: MacroName
  list: TypedNode
  item: string
  body: TypedNode
  type: ExprType
}

export type MacroName = 'exists' | 'all' | 'count' | 'sum' | 'min' | 'max' | 'avg'

/** `inline` literals are part of the statement's text, not bound (they are checked integers) */
export interface LiteralNode {
  kind: 'literal'
  value: string | number | boolean
  type: ExprType
  inline?: true
}

/** `as` is the common type in which both sides are compared */
export interface CompareNode {
  kind: 'compare'
  op: CompareOperator
  left: TypedNode
  right: TypedNode
  as: ExprType
  type: ExprType
}

/** `fn` is the key of an entry of the function table */
export interface CallNode {
  kind: 'call'
  fn: string
  args: TypedNode[]
  type: ExprType
}

export interface CheckedExpression {
  source: string
  type: ExprType
  node: TypedNode
  /** every record path read, e.g. `['customer', 'name']`; `customer.id` is `['customer']`, `lines.sum(l, l.qty)` reads `['lines', 'qty']` */
  paths: string[][]
  /** every variable path read; a bare record variable is its id, e.g. `['user', 'id']` */
  variables: string[][]
  /** objects whose hierarchies are asked (`under`) */
  hierarchies?: readonly string[]
  /** named values that it stands for, as `param.limit`; absent: none */
  constants?: Readonly<Record<string, Constant>>
  /** normalised text with bound literals replaced by `?`; equal shapes compile to equal SQL */
  shape: string
}

export type CheckResult = { ok: true; expression: CheckedExpression } | { ok: false; problems: ExpressionProblem[] }

/**
 * What a compiled expression reads. Dates are ISO text, numbers may be decimal text, lookups ids or nested records,
 * collections arrays of records; a list that is missing or null is empty.
 */
export interface EvaluationScope {
  record: Record<string, unknown>
  variables: Record<string, unknown>
  now: Date
  /** IANA name of the workspace's zone */
  timeZone: string
  /** ids of the records above a record of a hierarchy; null where they are not known */
  ancestors?(object: string, id: string): readonly string[] | null
}

/** Dates are `YYYY-MM-DD`, datetimes ISO 8601 in UTC, records their id, structs as they were read. */
export type ExprValue = string | number | boolean | null | ExprValue[] | Readonly<Record<string, unknown>>

/** The items of a list while SQL goes over them. */
export interface SqlRows {
  /** what stands after `from` */
  from: string
  /** joined by `and` */
  where: readonly string[]
  /** SQL of a path on an item; an empty path is the item itself (the id of a record) */
  column(path: string[]): string
  /** the records of a list or collection of an item */
  rows(path: string[]): SqlRows
}

/** Whether a record is `root` or stands below it. */
export interface SqlUnder {
  object: string
  /** SQL of the id of the record */
  item: string
  /** SQL of the id */
  root: string
  /** the root is the same for every row */
  isFixed: boolean
}

/** Turns the leaves of an expression into SQL text; the caller keeps the parameters. */
export interface SqlBinder {
  /** the records of a list or collection at a path of the record or of a variable */
  rows(root: 'path' | 'variable', path: string[]): SqlRows
  /** SQL text for a record path; formulas are inlined by the caller */
  column(path: string[]): string
  /** SQL for a variable path (a bound parameter, already cast); ids have the type `record` */
  variable(path: string[], type: ExprType): string
  /** binds a literal and returns its placeholder with cast; ids have the type `record` */
  literal(value: string | number | boolean, type: ExprType): string
  /** null where the answer is not known; absent: no hierarchy is known */
  under?(asked: SqlUnder): string
  /** a timestamptz */
  now(): string
  /** the current date in the workspace's zone */
  today(): string
  /** SQL text of the zone's IANA name (a literal or parameter) */
  timeZone(): string
}

export const TEXT: ExprType = { kind: 'text' }
export const INTEGER: ExprType = { kind: 'integer' }
export const DECIMAL: ExprType = { kind: 'decimal' }
export const BOOLEAN: ExprType = { kind: 'boolean' }
export const DATE: ExprType = { kind: 'date' }
export const DATETIME: ExprType = { kind: 'datetime' }
export const NULL: ExprType = { kind: 'null' }
export const ANY: ExprType = { kind: 'any' }
