import { fieldTypes } from '@fieldwork/fields'
import type { JsonSchema } from '@fieldwork/fields'
import approval from '../../schemas/approval.schema.json' with { type: 'json' }
import app from '../../schemas/app.schema.json' with { type: 'json' }
import calendar from '../../schemas/calendar.schema.json' with { type: 'json' }
import connection from '../../schemas/connection.schema.json' with { type: 'json' }
import conversion from '../../schemas/conversion.schema.json' with { type: 'json' }
import deadline from '../../schemas/deadline.schema.json' with { type: 'json' }
import dimension from '../../schemas/dimension.schema.json' with { type: 'json' }
import layout from '../../schemas/layout.schema.json' with { type: 'json' }
import memberRule from '../../schemas/member-rule.schema.json' with { type: 'json' }
import object from '../../schemas/object.schema.json' with { type: 'json' }
import parameter from '../../schemas/parameter.schema.json' with { type: 'json' }
import printTemplate from '../../schemas/print-template.schema.json' with { type: 'json' }
import role from '../../schemas/role.schema.json' with { type: 'json' }
import translation from '../../schemas/translation.schema.json' with { type: 'json' }
import view from '../../schemas/view.schema.json' with { type: 'json' }
import workflow from '../../schemas/workflow.schema.json' with { type: 'json' }
import type { Kind, OwnKind } from '../catalog.ts'
import type { Extensions } from '../extensions.ts'
import { schemaOfPluginKind } from '../plugin-kinds.ts'
import { anyPropertySchema } from './property-schema.ts'

/** Every kind of definition of the platform, in the order in which they build on each other. */
export const kinds: readonly OwnKind[] = [
  'object',
  'dimension',
  'parameter',
  'calendar',
  'connection',
  'member-rule',
  'deadline',
  'workflow',
  'approval',
  'view',
  'layout',
  'print-template',
  'app',
  'role',
  'conversion',
  'translation',
]

/** Whether a word names a kind of definition of the platform. */
export const isOwnKind = (word: string): word is OwnKind => (kinds as readonly string[]).includes(word)

/** Whether a word names a kind of definition. */
export const isKind = (word: string, { kinds: added }: Pick<Extensions, 'kinds'>): word is Kind =>
  isOwnKind(word) || added?.has(word) === true

const written: Record<OwnKind, unknown> = {
  object,
  dimension,
  parameter,
  calendar,
  connection,
  'member-rule': memberRule,
  deadline,
  workflow,
  approval,
  view,
  layout,
  'print-template': printTemplate,
  app,
  role,
  conversion,
  translation,
}

/** The schemas as they are written by hand; the one of `object` leaves properties to the field types. */
export const writtenSchema = (kind: OwnKind): JsonSchema => written[kind] as JsonSchema

let composed: { schema: JsonSchema; types: readonly unknown[] } | undefined

/** JSON Schema (2020-12) of a kind of definition, complete in itself: what an editor or a client checks with. */
export function schemaOf(kind: Kind, { kinds: added }: Pick<Extensions, 'kinds'> = {}): JsonSchema {
  if (!isOwnKind(kind)) {
    const descriptor = added?.get(kind)
    if (!descriptor) throw new Error(`There is no kind of definition “${kind}”`)
    return schemaOfPluginKind(descriptor)
  }
  if (kind !== 'object') return writtenSchema(kind)
  const types = [...fieldTypes.values()]
  if (composed?.types.length !== types.length || composed.types.some((type, at) => type !== types[at]))
    composed = { schema: withProperties(writtenSchema('object')), types }
  return composed.schema
}

function withProperties(schema: JsonSchema): JsonSchema {
  const { $schema: _schema, $id: _id, $defs: byType, ...property } = anyPropertySchema()
  const properties = schema.properties as Record<string, JsonSchema>
  return {
    ...schema,
    properties: {
      ...properties,
      properties: { ...properties.properties, additionalProperties: { $ref: '#/$defs/property' } },
    },
    $defs: { ...(schema.$defs as JsonSchema), ...(byType as JsonSchema), property },
  }
}
