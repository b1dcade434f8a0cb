import type { FieldType, Property } from '@fieldwork/fields'
import type { Definition } from '../catalog.ts'
import type { ObjectDocument, Options, States } from '../generated/object.ts'
import { describeLabel } from '../words.ts'
import { withCompleteness } from './completeness-fields.ts'
import { RECORD_TYPE, normalRecordTypes, withRecordType } from './record-type-field.ts'
import { knownFieldType } from './known-field-type.ts'
import type { ObjectDefinition, ObjectOptions, StatesDefinition } from './object-definition.ts'

/** The normal form of an object definition that its schema accepts. Idempotent. */
export function normalObject(authored: Definition): ObjectDefinition {
  const object = authored as unknown as ObjectDocument
  const options = normalOptions(object.name, object['x-object'] ?? {})
  const written = withCompleteness(withRecordType(object.properties, options.recordTypes), options.completeness)
  const own = mapValues(written, normalProperty)
  const properties = withLockedCopies(withPosition(withInitialState(own, options.states)))
  return {
    name: object.name,
    title: object.title ?? options.label.en,
    ...(object.description !== undefined && { description: object.description }),
    type: 'object',
    required: [...new Set([...(object.required ?? []), ...(options.recordTypes ? [RECORD_TYPE] : [])])],
    properties,
    'x-object': options,
  }
}

/** A new record is in the initial state. */
function withInitialState(properties: Record<string, Property>, states?: StatesDefinition): Record<string, Property> {
  const property = states && Object.hasOwn(properties, states.field) ? properties[states.field] : undefined
  if (!states || !property || property.default !== undefined) return properties
  return { ...properties, [states.field]: { ...property, default: states.initial } }
}

/** The platform counts the lines of a master, so callers do not. */
function withPosition(properties: Record<string, Property>): Record<string, Property> {
  const positions = Object.values(properties).map(({ 'x-field': { position } }) => position)
  const kept = positions.filter((name): name is string => typeof name === 'string' && Object.hasOwn(properties, name))
  const counted = kept.map((name) => [name, { ...properties[name], readOnly: true } as Property] as const)
  return counted.length > 0 ? { ...properties, ...Object.fromEntries(counted) } : properties
}

/** What a lookup brings along for good is not entered. */
function withLockedCopies(properties: Record<string, Property>): Record<string, Property> {
  const locked = Object.values(properties).flatMap(({ 'x-field': { copy, lock } }) =>
    lock === true && copy !== null && typeof copy === 'object' ? Object.keys(copy) : [],
  )
  const known = locked.filter((name) => Object.hasOwn(properties, name))
  const fixed = known.map((name) => [name, { ...properties[name], readOnly: true } as Property] as const)
  return fixed.length > 0 ? { ...properties, ...Object.fromEntries(fixed) } : properties
}

function normalOptions(name: string, { states, recordTypes, ...options }: Options): ObjectOptions {
  return {
    icon: 'file-text',
    apps: [],
    owner: false,
    history: true,
    attachments: true,
    managed: false,
    rules: {},
    ...options,
    label: options.label ?? describeLabel(name),
    ...(states && { states: normalStates(states) }),
    ...(recordTypes && { recordTypes: normalRecordTypes(recordTypes) }),
  }
}

function normalStates(states: States): StatesDefinition {
  const transitions = mapValues(states.transitions ?? {}, (transition, name) => ({
    ...transition,
    label: transition.label ?? describeLabel(name),
  }))
  return { ...states, transitions }
}

/** Keywords of the standard half that an author may write for a type; the rest of it follows from the type's options. */
function authoredKeywords(type: FieldType): ReadonlySet<string> {
  const derived = ['type', 'format', 'title', 'description', 'x-field', ...(type.computed ? ['readOnly'] : [])]
  return new Set([...derived, ...type.keywords])
}

function normalProperty(authored: Property, name: string): Property {
  const property = authoredHalf(authored)
  const options = { ...property['x-field'], label: property['x-field'].label ?? describeLabel(name) }
  return completeProperty({ ...property, 'x-field': options })
}

/** What a roll-up gives follows from another object; what a document says of it may be out of date. */
function authoredHalf(property: Property): Property {
  if (knownFieldType(property).computed !== 'roll-up') return property
  const { type: _type, format: _format, ...rest } = property
  const { result: _result, ...options } = property['x-field']
  return { ...rest, 'x-field': options }
}

/** Both halves of a property, with the keywords that an author may write and no others. */
export function completeProperty(property: Property): Property {
  const type = knownFieldType(property)
  const { type: jsonType, format: _format, ...authored } = property
  const complete = {
    ...type.complete(authored),
    ...(type.computed && !type.enterable?.(property) && { readOnly: true }),
  }
  // a formula that does not state its result is compared with what its author expects once it is checked
  if (complete.type === undefined && jsonType !== undefined) complete.type = jsonType
  const allowed = authoredKeywords(type)
  return Object.fromEntries(Object.entries(complete).filter(([keyword]) => allowed.has(keyword))) as unknown as Property
}

function mapValues<From, To>(map: Record<string, From>, change: (value: From, key: string) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value, key)]))
}
