import type { Json } from '../../model/definitions.ts'

/** One option of a step in its form. */
export interface OptionProps {
  /** its name, from which its words come */
  name: string
  /** RFC 6901, into the workflow */
  pointer: string
  /** JSON Schema */
  schema: Json
  value: unknown
  isRequired: boolean
  /** the object of options in which it stands */
  around: Record<string, unknown>
  /** undefined takes it away */
  onChange: (value: unknown) => void
}

/** All options of an object of options. */
export interface OptionFieldsProps {
  /** JSON Schema */
  schema: Json
  /** RFC 6901, into the workflow */
  pointer: string
  value: Record<string, unknown>
  onChange: (value: Record<string, unknown>) => void
}

/** An object with a member changed; undefined takes it away. */
export function withMember(value: Record<string, unknown>, name: string, member: unknown): Record<string, unknown> {
  const { [name]: _old, ...rest } = value
  // what is there keeps its place
  if (member === undefined) return rest
  return Object.hasOwn(value, name) ? { ...value, [name]: member } : { ...rest, [name]: member }
}
