import { shownType } from '@fieldwork/fields/ui'
import type { FieldShape } from '@fieldwork/fields/ui'

import type { FilterOperator } from './filter-expression.ts'

const TEXT: FilterOperator[] = ['contains', 'is', 'startsWith', 'isNot', 'empty', 'notEmpty']
const NUMBER: FilterOperator[] = ['from', 'to', 'above', 'below', 'is', 'isNot', 'empty', 'notEmpty']
const DAY: FilterOperator[] = ['from', 'to', 'is', 'lastDays', 'empty', 'notEmpty']
const CHOICE: FilterOperator[] = ['oneOf', 'isNot', 'empty', 'notEmpty']
const REFERENCE: FilterOperator[] = ['is', 'isNot', 'empty', 'notEmpty']

const BY_TYPE: Record<string, FilterOperator[]> = {
  integer: NUMBER,
  decimal: NUMBER,
  money: NUMBER,
  percent: NUMBER,
  boolean: ['is'],
  date: DAY,
  'date-time': DAY,
  select: CHOICE,
  lookup: REFERENCE,
  user: ['mine', ...REFERENCE],
}

const WITHOUT_VALUE = new Set<FilterOperator>(['empty', 'notEmpty', 'mine'])

/** The operators that make sense for a field, the usual one first. */
export function operatorsOf(field: FieldShape): FilterOperator[] {
  return BY_TYPE[shownType(field)] ?? TEXT
}

/** True where the operator compares with a value. */
export function takesValue(operator: FilterOperator): boolean {
  return !WITHOUT_VALUE.has(operator)
}
