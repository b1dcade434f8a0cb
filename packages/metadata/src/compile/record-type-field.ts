import type { Property } from '@fieldwork/fields'
import type { RecordType } from '../generated/object.ts'
import { describeLabel, text } from '../words.ts'
import type { RecordTypeDefinition } from './object-definition.ts'

/** The field of an object with record types that holds the type of a record. */
export const RECORD_TYPE = 'record_type'

type RecordTypes = Record<string, RecordTypeDefinition>

/** The types with their labels and places. */
export function normalRecordTypes(types: Record<string, RecordType>): RecordTypes {
  const entries = Object.entries(types).map(([name, type], index) => {
    const { label = describeLabel(name), order = (index + 1) * 10, active = true } = type
    return [name, { ...type, label, order, active }] as const
  })
  return Object.fromEntries(entries)
}

/** Names of the types in their order; equal orders by name. */
export const inOrder = (types: RecordTypes): string[] =>
  Object.keys(types).sort((a, b) => orderOf(types, a) - orderOf(types, b) || (a < b ? -1 : 1))

const orderOf = (types: RecordTypes, name: string): number => types[name]?.order ?? 0

/** The type of a new record that says nothing of it. */
export function defaultRecordType(types: RecordTypes): string {
  const names = inOrder(types)
  const usable = names.filter((name) => types[name]?.active)
  return usable.find((name) => types[name]?.default) ?? usable[0] ?? names[0] ?? ''
}

/**
 * The properties with the one that holds the type: a select of the types. Its author may write a label or a help for
 * it; the rest follows from the types.
 */
export function withRecordType(
  properties: Record<string, Property>,
  types: RecordTypes | undefined,
): Record<string, Property> {
  if (!types) return properties
  const authored = Object.hasOwn(properties, RECORD_TYPE) ? properties[RECORD_TYPE] : undefined
  const options = Object.fromEntries(
    inOrder(types).map((name) => {
      const { label, order, active, color, code } = types[name] as RecordTypeDefinition
      return [
        name,
        { label, order, active, ...(color !== undefined && { color }), ...(code !== undefined && { code }) },
      ]
    }),
  )
  const label = text('Type', '记录类型')
  const property = {
    default: defaultRecordType(types),
    'x-field': { label, ...authored?.['x-field'], type: 'select', options },
  } as Property
  return { ...properties, [RECORD_TYPE]: property }
}
