import { compileSql } from '@fieldwork/expressions'
import type { CheckedExpression, SqlRows } from '@fieldwork/expressions'

/** Whether the time has a say in the expression. */
export function readsClock(expression: CheckedExpression): boolean {
  let found = false
  const clock = (sql: string) => {
    found = true
    return sql
  }
  const rows: SqlRows = { from: 'x', where: [], column: () => 'x', rows: () => rows }
  compileSql(expression, {
    rows: () => rows,
    column: () => 'x',
    variable: () => 'x',
    literal: () => 'x',
    now: () => clock('now'),
    today: () => clock('today'),
    timeZone: () => 'x',
  })
  return found
}
