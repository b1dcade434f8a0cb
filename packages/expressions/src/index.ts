export { checkExpression } from './check/check-expression.ts'
export { completions } from './completions.ts'
export type { Completion } from './completions.ts'
export { compileJs } from './evaluate/compile-js.ts'
export { functionDocs, functionKeys } from './function-docs.ts'
export type { FunctionDoc } from './function-docs.ts'
export { limits } from './limits.ts'
export { compileSql } from './sql/compile-sql.ts'
export type { Position } from './sql/sql-compiler.ts'
export { sqlType } from './sql/sql-type.ts'
export { suggest } from './suggest.ts'
export type {
  CheckedExpression,
  CheckResult,
  Constant,
  EvaluationScope,
  ExpressionProblem,
  ExpressionProblemCode,
  ExprType,
  ExprValue,
  LocalizedText,
  SourcePosition,
  SqlBinder,
  SqlRows,
  SqlUnder,
  TypedNode,
  TypeEnvironment,
} from './types.ts'
