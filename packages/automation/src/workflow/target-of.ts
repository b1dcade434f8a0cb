import { appError } from '@fieldwork/metadata'
import type { StepContext } from './step.ts'

/** The record that a step is about: the one that its options name, else that of the run. @throws invalid_request */
export function targetOf({ run }: StepContext, options: Record<string, unknown>): { object: string; id: string } {
  const object = typeof options.object === 'string' ? options.object : run.object
  const named = 'record' in options ? options.record : run.record
  if (object === null || typeof named !== 'string') {
    throw appError('invalid_request', { reason: 'there is no record / 没有记录' })
  }
  return { object, id: named }
}
