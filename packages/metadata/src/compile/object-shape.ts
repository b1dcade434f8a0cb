import type { LocalizedText, Property } from '@fieldwork/fields'
import type { CompiledField, Definition, PhysicalNames } from '../catalog.ts'
import { hashText, stableText } from '../json/hash.ts'
import { deepFreeze } from '../json/plain-object.ts'
import { describeLabel } from '../words.ts'
import { knownFieldType } from './known-field-type.ts'
import { completeProperty } from './normal-form.ts'
import type { ObjectDefinition } from './object-definition.ts'
import { RECORD_TYPE } from './record-type-field.ts'
import { standardFields } from './standard-fields.ts'

/** A field as its own object describes it, before any expression is checked. */
export type FieldShape = Omit<CompiledField, 'default' | 'formula' | 'rollUp'>

/** What can be said of an object without looking at any other. */
export interface ObjectShape {
  name: string
  label: LocalizedText
  icon: string
  definition: ObjectDefinition
  table: string
  fields: ReadonlyMap<string, FieldShape>
  /** null: no field can name a record */
  nameField: string | null
  hasOwner: boolean
  hasHistory: boolean
  hasAttachments: boolean
  managed: boolean
  /** the lookup to the record above, as it is written */
  hierarchy: string | null
  /** by field: changes when statements or validators that use the field have to change */
  signatures: ReadonlyMap<string, string>
  /** the signatures of all fields, the table and the name field */
  signature: string
}

/** What there is beside an object's own document. */
interface Organisation {
  /** there is the object `department`, so records belong to one */
  hasDepartments?: boolean
}

/** No field: stands in `signatures` for the names of the transitions. */
export const TRANSITIONS = '@transitions'

/** No field: stands in `signatures` for what the access to its records depends on. */
export const ACCESS = '@access'

/** Builds the shape of an object from its normal form. */
export function shapeOf(
  definition: ObjectDefinition,
  physical?: PhysicalNames,
  { hasDepartments = false }: Organisation = {},
): ObjectShape {
  const { name } = definition
  const options = definition['x-object']
  const fields = shapeFields(definition, hasDepartments, physical)
  const nameField = findNameField(options.nameField, fields)
  const signatures = new Map([...fields].map(([field, shape]) => [field, fieldSignature(shape)]))
  if (options.states) signatures.set(TRANSITIONS, stableText(Object.keys(options.states.transitions).sort()))
  if (options.recordTypes) signatures.set(RECORD_TYPE, recordTypeSignature(signatures, options))
  if (options.access) signatures.set(ACCESS, stableText(options.access))
  signatures.set('id', `${signatures.get('id')} ${options.hierarchy ?? ''}`)
  return {
    name,
    label: options.label,
    icon: options.icon,
    definition: deepFreeze(definition),
    table: name,
    fields,
    nameField,
    hasOwner: options.owner,
    hasHistory: options.history,
    hasAttachments: options.attachments,
    managed: options.managed,
    hierarchy: options.hierarchy ?? null,
    signatures,
    signature: hashText(stableText([name, nameField, [...signatures]])),
  }
}

/** Types whose values are words that people read: they can name a record. */
export function isTextLike({ type, property, column }: FieldShape): boolean {
  if (type.computed === 'roll-up') return false
  return column !== null && type.expression(property).kind === 'text' && type.searchable && !type.searchText
}

function shapeFields(
  definition: ObjectDefinition,
  hasDepartments: boolean,
  physical?: PhysicalNames,
): Map<string, FieldShape> {
  const { name, properties, required } = definition
  const columnOf = (field: string) => physical?.column(name, field) ?? field
  const fields = new Map<string, FieldShape>()
  for (const field of inDisplayOrder(properties)) {
    const property = properties[field] as Property
    fields.set(field, shapeField({ name: field, property, columnOf, isRequired: required.includes(field) }))
  }
  const options = { hasOwner: definition['x-object'].owner, hasDepartments }
  for (const [field, standard] of Object.entries(standardFields(name, options))) {
    const property = completeProperty(standard.property)
    const shape = shapeField({ name: field, property, columnOf, isRequired: false })
    fields.set(field, { ...shape, system: true, reference: field === 'id' ? null : shape.reference })
  }
  return fields
}

interface FieldInput {
  name: string
  property: Property
  columnOf: (field: string) => string
  isRequired: boolean
}

function shapeField({ name, property, columnOf, isRequired }: FieldInput): FieldShape {
  const type = knownFieldType(property)
  return {
    name,
    type,
    property: deepFreeze(property),
    label: property['x-field'].label ?? describeLabel(name),
    column: type.column(property) === null ? null : columnOf(name),
    required: isRequired || type.isMaster === true,
    readOnly: isMade({ type, property }) || property.readOnly === true,
    system: false,
    reference: type.reference?.(property) ?? null,
    targets: type.targets?.(property) ?? null,
    files: type.files?.(property) ?? null,
  }
}

/** The value is the platform's, and callers cannot enter it. */
export const isMade = ({ type, property }: Pick<FieldShape, 'type' | 'property'>): boolean =>
  type.computed !== undefined && type.enterable?.(property) !== true

/** Field names by their `order`; equal orders by name, since a database need not keep the order of keys. */
function inDisplayOrder(properties: Record<string, Property>): string[] {
  const orderOf = (name: string) => properties[name]?.['x-field'].order ?? Number.MAX_SAFE_INTEGER
  return Object.keys(properties).sort((a, b) => orderOf(a) - orderOf(b) || (a < b ? -1 : 1))
}

const preferredNames = ['name', 'title', 'subject', 'number', 'code']

function findNameField(chosen: string | undefined, fields: ReadonlyMap<string, FieldShape>): string | null {
  if (chosen !== undefined) return chosen
  const candidates = [...fields.values()].filter((field) => !field.system && isTextLike(field))
  const preferred = preferredNames.find((name) => candidates.some((field) => field.name === name))
  return preferred ?? candidates[0]?.name ?? null
}

/** Everything about a field that a statement or a validator depends on; words for people are left out. */
function fieldSignature({ name, property, column, required, readOnly }: FieldShape): string {
  const { label: _label, help: _help, ...options } = property['x-field']
  const { title: _title, description: _description, ...standard } = property
  return stableText([name, column, required, readOnly, { ...standard, 'x-field': options }])
}

/** Rules and defaults of the types follow from what the types say, and so do the validators. */
const recordTypeSignature = (signatures: ReadonlyMap<string, string>, { recordTypes }: ObjectDefinition['x-object']) =>
  `${signatures.get(RECORD_TYPE)} ${stableText(recordTypes)}`

/** The definition of an object as any other document. */
export const asDefinition = (definition: ObjectDefinition): Definition => definition as unknown as Definition
