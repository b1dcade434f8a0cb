import type { Constant } from '@fieldwork/expressions'
import type { CompiledParameter, Definition } from '../catalog.ts'
import type { ParameterDocument } from '../generated/parameter.ts'
import { pointerOf } from '../json/pointer.ts'
import { describeLabel, text } from '../words.ts'
import { parameterValue } from './parameter-values.ts'
import type { CheckContext } from './report.ts'

type Value = Constant['value']

/** Checks that all values of a parameter are of its type, within its bounds and from days that there are. */
export function compileParameter({ sink }: CheckContext, definition: Definition): CompiledParameter {
  const document = definition as unknown as ParameterDocument
  const { name, label, type = 'boolean', validFrom = {} } = document
  const check = (pointer: string, value: Value) => {
    const problem = valueProblem(document, value)
    if (problem) sink.add({ pointer, code: 'invalid_value', message: problem, params: { type } })
  }
  check('/value', document.value)
  for (const [from, value] of Object.entries(validFrom)) {
    const pointer = pointerOf('validFrom', from)
    if (!isDay(from)) sink.add({ pointer, code: 'invalid_date', message: noDay(from), params: { value: from } })
    check(pointer, value)
  }
  return { name, label: label ?? describeLabel(name), kind: type, ...parameterValue(definition) }
}

function valueProblem({ type = 'boolean', minimum, maximum }: ParameterDocument, value: Value) {
  if (type === 'boolean') return typeof value === 'boolean' ? null : text('It is on or off', '须为开或关')
  if (type === 'text') return typeof value === 'string' ? null : text('It is a text', '须为文本')
  if (type === 'date') return typeof value === 'string' && isDay(value) ? null : noDay(String(value))
  if (typeof value !== 'number') return text('It is a number', '须为数字')
  if (type === 'integer' && !Number.isSafeInteger(value)) return text('It is a whole number', '须为整数')
  if (minimum !== undefined && value < minimum) return text(`It is at least ${minimum}`, `不得小于 ${minimum}`)
  if (maximum !== undefined && value > maximum) return text(`It is at most ${maximum}`, `不得大于 ${maximum}`)
  return null
}

const noDay = (found: string) => text(`There is no day “${found}”`, `没有“${found}”这一天`)

function isDay(value: string): boolean {
  const day = new Date(`${value}T00:00:00Z`)
  return /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value)
}
