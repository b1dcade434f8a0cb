import type { Amount, DeadlineLength, TimeSpan } from '../../compiled-deadline.ts'
import type { Length, Span } from '../../generated/deadline.ts'
import { pointerOf } from '../../json/pointer.ts'
import { text } from '../../words.ts'
import { checkDocument } from '../report.ts'
import type { CheckContext } from '../report.ts'

const most: Readonly<Record<string, number>> = { hours: 87_600, workingHours: 10_000, days: 3_650, workdays: 1_000 }

/** A length of time with its parameters looked up. */
export const lengthOf = (context: CheckContext, pointer: string, length: Length): DeadlineLength =>
  counted(context, pointer, length) as unknown as DeadlineLength

/** A shorter way to say how long with its parameters looked up. */
export const spanOf = (context: CheckContext, pointer: string, span: Span): TimeSpan =>
  counted(context, pointer, span) as unknown as TimeSpan

function counted(context: CheckContext, pointer: string, length: Length | Span) {
  const entries = Object.entries(length).map(([part, value]) => {
    const limit = most[part]
    const isNamed = limit !== undefined && typeof value === 'string'
    return [part, isNamed ? amountOf(context, pointer + pointerOf(part), { source: value, limit }) : value] as const
  })
  return Object.fromEntries(entries)
}

/** The parameter that counts; one that is none, or no whole number that fits, is reported. */
function amountOf(
  context: CheckContext,
  pointer: string,
  { source, limit }: { source: string; limit: number },
): Amount {
  const found = source.replace(/^param\./, '')
  checkDocument(context, pointer, { kind: 'parameter', found, what: ['parameter', '参数'] })
  const parameter = context.world.parameters.get(found)
  if (!parameter) return 0
  const values = [parameter.value, ...parameter.changes.map(({ value }) => value)]
  const fits =
    parameter.type.kind === 'integer' && values.every((value) => Number(value) >= 0 && Number(value) <= limit)
  if (fits) return parameter
  const message = text(`It has to be a whole number from 0 to ${limit}`, `须为 0 至 ${limit} 的整数`)
  context.sink.add({ pointer, code: 'wrong_parameter', message, params: { name: found } })
  return 0
}
