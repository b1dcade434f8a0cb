import { checkDocument } from './report.ts'
import type { CheckContext } from './report.ts'

/** Whether a definition names a parameter that is off; what it names must be there. */
export function isTurnedOff(context: CheckContext, pointer: string, parameter: string | undefined): boolean {
  if (parameter === undefined) return false
  checkDocument(context, pointer, { kind: 'parameter', found: parameter, what: ['parameter', '参数'] })
  return context.world.parameters.get(parameter) === false
}
