import type { ErrorObject } from 'ajv/dist/2020.js'
import type { ProblemSink } from '../problems.ts'
import { withoutOtherBranches } from './choice-errors.ts'
import { describeSchemaError, isEcho } from './describe-error.ts'

/** Reports schema errors of a part of a definition that stands at `base`. */
export function reportErrors(sink: ProblemSink, base: string, errors: ErrorObject[]): void {
  for (const error of withoutOtherBranches(errors).filter((found) => !isEcho(found))) {
    const { pointer = '', code, ...problem } = describeSchemaError(error, () => null)
    sink.add({ ...problem, pointer: base + pointer, code: code === 'unknown_field' ? 'unknown_key' : code })
  }
}
