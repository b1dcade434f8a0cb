import { text } from '../words.ts'
import { checkDocument } from './report.ts'
import type { CheckContext } from './report.ts'

/** Whether a definition names a parameter that is off; what it names must be there, and a switch whatever the day is. */
export function isTurnedOff(context: CheckContext, pointer: string, parameter: string | undefined): boolean {
  if (parameter === undefined) return false
  checkDocument(context, pointer, { kind: 'parameter', found: parameter, what: ['parameter', '参数'] })
  const found = context.world.parameters.get(parameter)
  if (found && (found.type.kind !== 'boolean' || found.changes.length > 0)) {
    context.sink.add({ pointer, code: 'wrong_parameter', message: noSwitch, params: { name: parameter } })
  }
  return found?.value === false
}

const noSwitch = text('It has to be a switch that changes on no day by itself', '须为开关，且不按日期自动变化')
