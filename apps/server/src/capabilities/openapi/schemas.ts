import { MAX_LINES } from '@fieldwork/fields'
import type { JsonSchema } from '@fieldwork/fields'
import type { Catalog, CompiledCollection, CompiledField, CompiledObject } from '@fieldwork/metadata'
import { resolveText, type Locale } from '../../http/locale.ts'

const nullable = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: 'null' }] })
export const refTo = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` })

const text: JsonSchema = { type: 'string' }
const uuid: JsonSchema = { type: 'string', format: 'uuid' }
const recordName: JsonSchema = {
  ...nullable(text),
  description: 'null: its name may not be seen; empty: it may, and there is none',
}

const fileProperties: JsonSchema = { id: uuid, name: text, size: { type: 'integer' }, type: text, url: text }

/** Schemas that do not depend on the workspace's objects. */
export const commonSchemas: Record<string, JsonSchema> = {
  Problem: {
    type: 'object',
    description: 'RFC 9457; `code` is stable, texts are in the language asked for',
    required: ['type', 'title', 'status', 'code', 'detail', 'problems'],
    properties: {
      type: text,
      title: text,
      status: { type: 'integer' },
      code: text,
      detail: text,
      reference: text,
      problems: {
        type: 'array',
        items: refTo('ProblemEntry'),
      },
    },
  },
  ProblemEntry: {
    type: 'object',
    required: ['code', 'message'],
    properties: {
      pointer: { ...text, description: 'JSON pointer into the body that was sent; empty: all of it' },
      code: text,
      message: text,
      params: { type: 'object' },
    },
  },
  Reference: {
    type: 'object',
    required: ['id', 'label'],
    properties: { id: uuid, label: recordName },
  },
  RelatedReference: {
    type: 'object',
    required: ['object', 'id', 'label'],
    properties: { object: text, id: uuid, label: recordName },
  },
  File: {
    type: 'object',
    required: ['id', 'name', 'size', 'type', 'url'],
    properties: fileProperties,
  },
  Attachment: {
    type: 'object',
    required: ['id', 'name', 'size', 'type', 'url', 'version', 'created_at', 'created_by', 'category', 'versions'],
    properties: {
      ...fileProperties,
      version: { type: 'integer' },
      created_at: text,
      created_by: nullable(refTo('Reference')),
      category: nullable(text),
      versions: { type: 'array', items: { type: 'object' }, description: 'Earlier contents, newest first' },
    },
  },
  Page: {
    type: 'object',
    required: ['after'],
    properties: { after: nullable(text), count: nullable({ type: 'integer' }) },
  },
  Row: {
    type: 'object',
    description: 'A record, an answer row or a definition; its properties depend on the workspace',
  },
  Rows: {
    type: 'object',
    required: ['data'],
    properties: { data: { type: 'array', items: refTo('Row') }, page: refTo('Page') },
  },
}

/** The schemas of one object: what reads return, what creates and updates take. */
export function objectSchemas(catalog: Catalog, object: CompiledObject, locale: Locale): Record<string, JsonSchema> {
  return {
    [object.name]: readSchema(catalog, object, locale),
    [`${object.name}_page`]: {
      type: 'object',
      required: ['data', 'page'],
      properties: { data: { type: 'array', items: refTo(object.name) }, page: refTo('Page') },
    },
    [`${object.name}_create`]: writeSchema(catalog, object, 'create'),
    [`${object.name}_update`]: writeSchema(catalog, object, 'update'),
  }
}

/** Identifiers inside one document must not be URLs of their own, so `$id` and `$schema` go. */
function writeSchema(catalog: Catalog, object: CompiledObject, mode: 'create' | 'update'): JsonSchema {
  const { $id: _id, $schema: _schema, ...schema } = catalog.recordSchema(object.name, mode)
  const properties = { ...(schema.properties as JsonSchema), ...writtenLines(catalog, object, mode) }
  return { ...schema, properties }
}

function writtenLines(catalog: Catalog, object: CompiledObject, mode: 'create' | 'update'): JsonSchema {
  const lines = [...object.collections.values()].filter(({ isLines }) => isLines)
  const description =
    mode === 'create'
      ? 'New lines, without the field that refers to this record'
      : 'The new whole: a line with an id is changed, one without is new, one that is missing is deleted; left out, all stay'
  return Object.fromEntries(
    lines.map((collection) => {
      const { name, minLines: minItems, maxLines } = collection
      const items = lineSchema(catalog, collection, mode)
      const maxItems = maxLines ?? MAX_LINES
      const whole = { type: 'array', description, minItems, maxItems, items }
      return [name, mode === 'create' ? whole : { oneOf: [whole, changedLines(items, maxItems)] }]
    }),
  )
}

function changedLines(items: JsonSchema, maxItems: number): JsonSchema {
  const order = 'Ids of lines in their new order, null for each new line; the others follow in their old one'
  return {
    type: 'object',
    description: 'What changes; all other lines stay',
    additionalProperties: false,
    properties: {
      save: { type: 'array', maxItems, items, description: 'A line with an id is changed, one without is new' },
      remove: { type: 'array', items: uuid, description: 'Ids of the lines that are deleted' },
      order: { type: 'array', items: { anyOf: [uuid, { type: 'null' }] }, description: order },
    },
  }
}

/** A line that has an id may leave out the rest. */
function lineSchema(catalog: Catalog, { object, field }: CompiledCollection, mode: 'create' | 'update'): JsonSchema {
  const { properties, required = [] } = catalog.recordSchema(object, 'create')
  const { [field]: _master, ...own } = properties as JsonSchema
  const needed = (required as string[]).filter((name) => name !== field)
  const isNew = mode === 'create'
  return {
    type: 'object',
    properties: { ...own, ...(!isNew && { id: uuid, version: { type: 'integer' } }) },
    ...(isNew && needed.length > 0 && { required: needed }),
  }
}

/** No field is required: a caller who asks for `fields` gets those. */
function readSchema(catalog: Catalog, object: CompiledObject, locale: Locale): JsonSchema {
  const properties: JsonSchema = {}
  for (const field of object.fields.values()) properties[field.name] = readProperty(field, locale)
  for (const { name, object: child } of object.collections.values()) {
    if (!catalog.objects.has(child)) continue
    const title = resolveText(catalog.object(child).label, locale)
    properties[name] = { type: 'array', title, description: `With expand=${name}`, items: { type: 'object' } }
    properties[`${name}_page`] = { type: 'object', properties: { more: { type: 'boolean' } } }
  }
  return { type: 'object', title: resolveText(object.label, locale), properties: { ...properties, ...besides } }
}

/** What stands beside the fields, where there is something to say. */
const besides = {
  _masked: {
    type: 'object',
    description: 'What is shown instead of the fields that are hidden from you, by field; these are null',
    additionalProperties: nullable(text),
  },
  _unwritable: {
    type: 'array',
    description: 'With `rights=true`: fields that you may write on other records and not on this one',
    items: text,
  },
  '@warnings': {
    type: 'array',
    description: 'What a write that was done was warned of',
    items: refTo('ProblemEntry'),
  },
} satisfies JsonSchema

/** What refers to records is read with their labels, files with their names. */
function readValue({ reference, targets, files, type, property }: CompiledField): JsonSchema {
  if (files) return files.many ? { type: 'array', items: refTo('File') } : refTo('File')
  if (reference) return refTo('Reference')
  if (!targets) return type.valueSchema(property)
  return targets.many ? { type: 'array', items: refTo('Reference') } : refTo('RelatedReference')
}

function readProperty(field: CompiledField, locale: Locale): JsonSchema {
  const title = resolveText(field.label, locale)
  if (field.name === 'id') return { ...uuid, title }
  const schema = readValue(field)
  const isAlwaysThere = field.system && !field.reference
  return isAlwaysThere ? { ...schema, title } : { ...nullable(schema), title }
}
