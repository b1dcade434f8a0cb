import type { RecordData } from '@fieldwork/ui'

import { isObject } from '../model/json.ts'
import { DIMENSION_MODES } from '../model/roles.ts'
import type { DimensionMode } from '../model/roles.ts'
import type { Reference } from '../organisation/department-tree.ts'

/** Who is given a role: a user, or whoever is in a position. */
export type Holder = { account: string } | { position: string }

/** A role that was given, as its record has it. */
export interface AssignmentRecord extends RecordData {
  role: string
  departments: Reference[] | null
  dimensions: unknown
  valid_from: string | null
  valid_until: string | null
}

/** What an assignment says about a dimension. */
export interface Limit {
  mode?: DimensionMode
  values?: string[]
}

/** An assignment while it is edited. */
export interface AssignmentForm {
  role: string | undefined
  departments: string[]
  dimensions: Record<string, Limit>
  valid_from: string | null
  valid_until: string | null
}

/** The form of an assignment; an empty one for a new assignment. */
export function formOf(record: AssignmentRecord | null): AssignmentForm {
  return {
    role: record?.role,
    departments: (record?.departments ?? []).map(({ id }) => id),
    dimensions: limitsOf(record?.dimensions),
    valid_from: record?.valid_from ?? null,
    valid_until: record?.valid_until ?? null,
  }
}

/** What is written of a form. */
export function valuesOf(form: AssignmentForm, holder: Holder): Record<string, unknown> {
  const limits = Object.entries(form.dimensions).filter(([, limit]) => Object.keys(limit).length > 0)
  return {
    ...form,
    ...holder,
    departments: form.departments.length > 0 ? form.departments : null,
    dimensions: limits.length > 0 ? Object.fromEntries(limits) : null,
  }
}

/** What stands in an assignment about dimensions; what is no limit is left out. */
export function limitsOf(value: unknown): Record<string, Limit> {
  if (!isObject(value)) return {}
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, limit]) => (isObject(limit) ? [[name, limitOf(limit)]] : [])),
  )
}

function limitOf({ mode, values }: Record<string, unknown>): Limit {
  const known = DIMENSION_MODES.find((each) => each === mode)
  return { ...(known ? { mode: known } : {}), ...(Array.isArray(values) ? { values: values.map(String) } : {}) }
}
