import type { ErrorSchema } from '@rjsf/utils'

import type { ApiProblem } from '../api/api-problem.ts'
import type { ObjectSchema } from '../api/types.ts'

/** What the server refused: by field where a problem points at one, the rest for the form as a whole. */
export interface ServerErrors {
  fields: Record<string, string[]>
  general: string[]
}

export const NO_ERRORS: ServerErrors = { fields: {}, general: [] }

/** Sorts the problems of a refusal to the fields they point at. */
export function serverErrors(problem: ApiProblem, schema: ObjectSchema): ServerErrors {
  const errors: ServerErrors = { fields: {}, general: [] }
  for (const { pointer, message } of problem.problems) {
    const name = fieldOf(pointer)
    if (name && schema.fields[name]) (errors.fields[name] ??= []).push(message)
    else errors.general.push(message)
  }
  if (problem.problems.length === 0) errors.general.push(problem.message)
  return errors
}

/** The errors without those of one field, which has just been changed. */
export function withoutField(errors: ServerErrors, name: string): ServerErrors {
  if (!errors.fields[name]) return errors
  const { [name]: _corrected, ...fields } = errors.fields
  return { fields, general: errors.general }
}

/** The errors as rjsf takes them. */
export function errorSchemaOf(errors: ServerErrors): ErrorSchema {
  const general = errors.general.length > 0 ? { __errors: errors.general } : {}
  const fields = Object.fromEntries(
    Object.entries(errors.fields).map(([name, messages]) => [name, { __errors: messages }]),
  )
  return { ...general, ...fields } as ErrorSchema
}

function fieldOf(pointer: string | undefined): string | undefined {
  const parts = pointer?.split('/') ?? []
  return parts[1] === 'values' ? parts[2] : parts[1]
}
