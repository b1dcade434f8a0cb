import type { FieldType, Json, JsonSchema, Property } from '@fieldwork/fields'
import { fieldTypes } from '@fieldwork/fields'
import object from '../../schemas/object.schema.json' with { type: 'json' }
import type { Mask } from '../sensitive-fields.ts'

const labelSchema = object.$defs.label satisfies JsonSchema

/** What an author may write for each keyword of the standard half. */
const keywordSchemas: Partial<Record<keyof Property, JsonSchema>> = {
  default: {
    description:
      'A value of the field, or an expression that gives one, e.g. today(); for texts after =, e.g. =customer.terms',
    type: ['string', 'number', 'boolean', 'array', 'object'],
  },
  readOnly: { description: 'Callers cannot write it', type: 'boolean' },
  minLength: { description: 'Characters at least', type: 'integer', minimum: 0, maximum: 1_000_000 },
  maxLength: { description: 'Characters at most', type: 'integer', minimum: 1, maximum: 1_000_000 },
  pattern: {
    description: 'Regular expression that values match',
    type: 'string',
    format: 'regex',
    minLength: 1,
    maxLength: 500,
  },
  minimum: { description: 'Smallest value', type: 'number' },
  maximum: { description: 'Largest value', type: 'number' },
  exclusiveMinimum: { description: 'Values are greater than this', type: 'number' },
  exclusiveMaximum: { description: 'Values are less than this', type: 'number' },
  minItems: { description: 'Entries at least', type: 'integer', minimum: 1, maximum: 1000 },
  maxItems: { description: 'Entries at most', type: 'integer', minimum: 1, maximum: 1000 },
  multipleOf: { description: 'Values are multiples of this', type: 'number', exclusiveMinimum: 0 },
}

/** JSON Schema of a property of that type: the common keys, its type's own, and nothing else. */
export function propertySchemaOf(type: FieldType): JsonSchema {
  return {
    title: `${type.label.en} property`,
    description: `A field of the type ${type.name}`,
    type: 'object',
    additionalProperties: false,
    required: ['x-field'],
    properties: {
      title: { description: 'Title in the record schema', type: 'string', minLength: 1, maxLength: 200 },
      description: { description: 'Description in the record schema', type: 'string', minLength: 1, maxLength: 2000 },
      type: { description: 'JSON type of the values; follows from the field type', type: 'string' },
      format: { description: 'JSON Schema format of the values; follows from the field type', type: 'string' },
      ...(type.computed && { readOnly: { description: 'Filled in by the platform', const: true } }),
      ...Object.fromEntries(type.keywords.map((keyword) => [keyword, keywordSchemas[keyword] ?? {}])),
      'x-field': optionsSchema(type),
    },
  }
}

function optionsSchema(type: FieldType): JsonSchema {
  return {
    description: 'The platform half of the field',
    type: 'object',
    additionalProperties: false,
    required: ['type', ...(type.options.required ?? [])],
    properties: {
      type: { description: type.label.en, type: 'string', const: type.name },
      label: { ...labelSchema, description: 'What people call the field' },
      help: { ...labelSchema, description: 'Shown under the field' },
      order: { description: 'Position in default layouts and lists, smallest first', type: 'number' },
      ...storedOptions(type),
      ...sharedOptions(type),
      ...(type.searchable && {
        searchable: { description: 'Free-text search looks into it', type: 'boolean' },
      }),
      ...type.options.properties,
    },
  }
}

/** Who sees the values of a field, and what they are used for. */
function sharedOptions(type: FieldType): Record<string, JsonSchema> {
  return {
    visible: {
      description: 'false: default layouts, default lists and pickers of fields leave it out; the API does not',
      type: 'boolean',
    },
    filterable: { description: 'false: callers cannot filter by it', type: 'boolean' },
    reportable: {
      description: 'What reports use it for: to group by, to compute figures of, or nothing; both where left out',
      type: 'string',
      enum: ['dimension', 'measure', 'none'],
    },
    ...(masksOf(type).length > 0 && {
      sensitive: {
        description: 'Only roles that say so read it; true: others see nothing of it, or what the mask leaves',
        oneOf: [{ type: 'boolean' }, maskSchema(type)],
      },
    }),
  }
}

/** The masks that a type knows; none: its fields cannot be sensitive. */
export function masksOf(type: FieldType): readonly Mask[] {
  if (type.reference !== undefined || type.targets !== undefined || type.files !== undefined) return []
  return hasWords(type) ? ['all', 'last4', 'first', 'domain'] : ['all']
}

/** Whether a unique field of a type may overlook differences such as those of case. */
export const overlooksDifferences = (type: FieldType): boolean => hasWords(type) && !type.computed

/** Parts of a value can only be shown of words. */
const maskSchema = (type: FieldType): JsonSchema => ({
  description: 'How much others see',
  type: 'object',
  additionalProperties: false,
  required: ['mask'],
  properties: {
    mask: {
      description: 'all: nothing; last4: the last four characters; first: the first one; domain: what follows the @',
      type: 'string',
      enum: [...masksOf(type)],
    },
  },
})

/** Types whose values are single texts that people enter. */
const hasWords = ({ computed, searchable, searchText, choices }: FieldType): boolean =>
  searchable && !searchText && !choices && (computed === undefined || computed === 'sequence')

/** What only makes sense for a field that is stored. */
function storedOptions(type: FieldType): Record<string, JsonSchema> {
  const indexed: JsonSchema = { description: 'Records are often looked for by it', type: 'boolean' }
  if (type.computed === 'formula') return {}
  if (type.computed === 'roll-up') return { indexed }
  const without = new Set<string>(type.without)
  return {
    ...(!without.has('unique') && { unique: uniqueSchema(type) }),
    ...(!without.has('indexed') && { indexed }),
    history: { description: 'false: changes of it are not kept', type: 'boolean' },
  }
}

const flag = (description: string): JsonSchema => ({ description, type: 'boolean' })

function uniqueSchema(type: FieldType): JsonSchema {
  const description = 'No two records have the same value'
  if (!overlooksDifferences(type)) return { description, type: 'boolean' }
  const ways: JsonSchema = {
    description: 'What makes no difference between two values',
    type: 'object',
    additionalProperties: false,
    minProperties: 1,
    properties: {
      ignoreCase: flag('Capital and small letters'),
      ignoreWidth: flag('Full-width and half-width forms of a character'),
      ignoreSpaces: flag('Spaces, wherever they stand'),
    },
  }
  return { description, oneOf: [{ type: 'boolean' }, ways] }
}

/** JSON Schema of any property: which keys it may have follows from `x-field.type`. */
export function anyPropertySchema(): JsonSchema {
  const types = [...fieldTypes.values()]
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'https://fieldwork.dev/schemas/generated/property.schema.json',
    title: 'Property',
    description: 'One field of an object: JSON Schema keywords beside x-field',
    type: 'object',
    required: ['x-field'],
    properties: { 'x-field': anyOptionsSchema(types) },
    allOf: types.map((type) => ({
      if: isOfType(type),
      // eslint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
      then: { $ref: `#/$defs/${definitionName(type)}` },
    })),
    $defs: Object.fromEntries(types.map((type) => [definitionName(type), propertySchemaOf(type)])),
  }
}

const isOfType = (type: FieldType): JsonSchema => ({
  type: 'object',
  properties: { 'x-field': { type: 'object', properties: { type: { const: type.name } } } },
})

const definitionName = (type: FieldType): string => `property-${type.name}`

function anyOptionsSchema(types: FieldType[]): JsonSchema {
  const names: Json[] = types.map(({ name }) => name)
  return { type: 'object', required: ['type'], properties: { type: { description: 'The field type', enum: names } } }
}
