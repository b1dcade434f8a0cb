import type { ExprType, SqlBinder, SqlRows, TypedNode } from '../types.ts'

/** Where a part stands: in a `predicate` false and null are the same, as a `value` they are not. */
export type Position = 'predicate' | 'value'

/** Compiles a part to SQL that is safe to stand beside any operator. */
export interface SqlCompiler {
  binder: SqlBinder
  compile(node: TypedNode, position?: Position): string
  /** the same, with the cast that the common type needs */
  compileAs(node: TypedNode, type: ExprType): string
  /** numbers as numeric, as that neither overflows nor rounds */
  compileNumber(node: TypedNode): string
  /** the rows of the list whose items are called so */
  rows(item: string): SqlRows
  /** the compiler of what is asked of the items of a list */
  within(item: string, rows: SqlRows): SqlCompiler
}
