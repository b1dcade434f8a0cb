import type { FilterKind } from '@fieldwork/fields'
import type { FieldShape } from '@fieldwork/fields/ui'

import type { FilterOperator } from './filter-expression.ts'

const EMPTINESS: FilterOperator[] = ['empty', 'notEmpty']
const TEXT: FilterOperator[] = ['contains', 'notContains', 'is', 'isNot', 'startsWith', 'endsWith', ...EMPTINESS]
const NUMBER: FilterOperator[] = ['from', 'to', 'between', 'above', 'below', 'is', 'isNot', ...EMPTINESS]
const DAY: FilterOperator[] = ['period', 'between', 'from', 'to', 'is', 'lastDays', 'nextDays', ...EMPTINESS]
const CHOICE: FilterOperator[] = ['oneOf', 'notIn', ...EMPTINESS]
const REFERENCE: FilterOperator[] = ['is', 'isNot', 'oneOf', 'notIn', ...EMPTINESS]
const RELATED: FilterOperator[] = ['is', 'isNot', 'ofObject', ...EMPTINESS]

const TIME: FilterOperator[] = ['from', 'to', 'between', 'is', ...EMPTINESS]
const CHOICES: FilterOperator[] = ['anyOf', 'allOf', 'noneOf', ...EMPTINESS]
const PATH: FilterOperator[] = ['within', ...EMPTINESS]
const PREFIX: FilterOperator[] = ['startsWith', ...EMPTINESS]
const PRESENCE: FilterOperator[] = ['notEmpty', 'empty']

const BY_KIND: Record<FilterKind, FilterOperator[]> = {
  text: TEXT,
  number: NUMBER,
  flag: ['is', ...EMPTINESS],
  day: DAY,
  time: TIME,
  choice: CHOICE,
  choices: CHOICES,
  path: PATH,
  prefix: PREFIX,
  reference: REFERENCE,
  references: CHOICES,
  related: RELATED,
  presence: PRESENCE,
}

const WITHOUT_VALUE = new Set<FilterOperator>(['empty', 'notEmpty', 'mine'])

/**
 * The operators that make sense for a field, the usual one first.
 *
 * @param isTree whether the records of the object stand below each other
 */
export function operatorsOf(field: FieldShape, isTree: (object: string) => boolean): FilterOperator[] {
  const filter = field.presentation?.filter ?? 'text'
  const operators = BY_KIND[filter]
  if (filter !== 'reference') return operators
  if (field.reference === 'user') return ['mine', ...operators]
  return field.reference && isTree(field.reference) ? ['under', ...operators] : operators
}

/** True where the operator compares with a value. */
export function takesValue(operator: FilterOperator): boolean {
  return !WITHOUT_VALUE.has(operator)
}

const SEVERAL = new Set<FilterOperator>(['oneOf', 'notIn', 'anyOf', 'allOf', 'noneOf'])

export type ValueKind = 'one' | 'several' | 'objects' | 'range' | 'period' | 'days'

const KINDS: Partial<Record<FilterOperator, ValueKind>> = {
  ofObject: 'objects',
  between: 'range',
  period: 'period',
  lastDays: 'days',
  nextDays: 'days',
}

/** What an operator compares with; a value goes from one operator to another of the same kind. */
export function valueKind(operator: FilterOperator): ValueKind {
  return KINDS[operator] ?? (SEVERAL.has(operator) ? 'several' : 'one')
}

/** The operator whose name an operator has for a field: the beginning of a code is the branch it stands for. */
export function toldAs(operator: FilterOperator, field: FieldShape | undefined): FilterOperator {
  return operator === 'startsWith' && field?.presentation?.filter === 'prefix' ? 'within' : operator
}
