import type { FilterKind } from '@fieldwork/fields'
import type { FieldShape } from '@fieldwork/fields/ui'

import type { FilterOperator } from './filter-expression.ts'

const TEXT: FilterOperator[] = ['contains', 'is', 'startsWith', 'isNot', 'empty', 'notEmpty']
const NUMBER: FilterOperator[] = ['from', 'to', 'above', 'below', 'is', 'isNot', 'empty', 'notEmpty']
const DAY: FilterOperator[] = ['from', 'to', 'is', 'lastDays', 'empty', 'notEmpty']
const CHOICE: FilterOperator[] = ['oneOf', 'isNot', 'empty', 'notEmpty']
const REFERENCE: FilterOperator[] = ['is', 'isNot', 'empty', 'notEmpty']

const TIME: FilterOperator[] = ['from', 'to', 'is', 'empty', 'notEmpty']
const CHOICES: FilterOperator[] = ['anyOf', 'allOf', 'noneOf', 'empty', 'notEmpty']
const PATH: FilterOperator[] = ['within', 'empty', 'notEmpty']
const PREFIX: FilterOperator[] = ['startsWith', 'empty', 'notEmpty']
const PRESENCE: FilterOperator[] = ['notEmpty', 'empty']

const BY_KIND: Record<FilterKind, FilterOperator[]> = {
  text: TEXT,
  number: NUMBER,
  flag: ['is'],
  day: DAY,
  time: TIME,
  choice: CHOICE,
  choices: CHOICES,
  path: PATH,
  prefix: PREFIX,
  reference: REFERENCE,
  references: PRESENCE,
  presence: PRESENCE,
}

const WITHOUT_VALUE = new Set<FilterOperator>(['empty', 'notEmpty', 'mine'])

/** The operators that make sense for a field, the usual one first. */
export function operatorsOf(field: FieldShape): FilterOperator[] {
  const operators = BY_KIND[field.presentation?.filter ?? 'text']
  return field.reference === 'user' ? ['mine', ...operators] : operators
}

/** True where the operator compares with a value. */
export function takesValue(operator: FilterOperator): boolean {
  return !WITHOUT_VALUE.has(operator)
}

const SEVERAL = new Set<FilterOperator>(['oneOf', 'anyOf', 'allOf', 'noneOf'])

/** True where the operator compares with a list of values. */
export function takesSeveral(operator: FilterOperator): boolean {
  return SEVERAL.has(operator)
}

/** The operator whose name an operator has for a field: the beginning of a code is the branch it stands for. */
export function toldAs(operator: FilterOperator, field: FieldShape | undefined): FilterOperator {
  return operator === 'startsWith' && field?.presentation?.filter === 'prefix' ? 'within' : operator
}
