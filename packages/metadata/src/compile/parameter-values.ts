import type { Constant, ExprType } from '@fieldwork/expressions'
import type { Definition } from '../catalog.ts'
import type { ParameterDocument } from '../generated/parameter.ts'

type Value = Constant['value']
type ParameterType = NonNullable<ParameterDocument['type']>

const types: Record<ParameterType, ExprType> = {
  boolean: { kind: 'boolean' },
  integer: { kind: 'integer' },
  decimal: { kind: 'decimal' },
  percent: { kind: 'decimal' },
  money: { kind: 'decimal' },
  text: { kind: 'text' },
  date: { kind: 'date' },
}

/** What expressions read as `param.<name>`. */
export function parameterValue(definition: Definition): Constant {
  const { type = 'boolean', value, validFrom = {} } = definition as unknown as ParameterDocument
  const changes = Object.entries(validFrom).map(([from, later]) => ({ from, value: later }))
  return { type: types[type], value, changes: changes.toSorted((a, b) => (a.from < b.from ? -1 : 1)) }
}

/** The value on a day (`YYYY-MM-DD`). */
export const valueOn = ({ value, changes }: Constant, day: string): Value =>
  changes.findLast(({ from }) => from <= day)?.value ?? value

/** A parameter that stays as it is on a day. */
export const constantOn = (parameter: Constant, day: string): Constant => ({
  type: parameter.type,
  value: valueOn(parameter, day),
  changes: [],
})

/** The values of all parameters, as expressions know them. */
export const parameterConstants = (parameters: ReadonlyMap<string, Constant>) => ({ param: parameters })
