import type { FieldInfo, Layout, ObjectSchema } from '@fieldwork/ui'

import type { StudioObject } from '../catalog/studio-objects.ts'
import type { CatalogField, CatalogFieldType } from '../catalog/types.ts'
import type { ObjectDefinition, SelectOption } from '../model/definitions.ts'
import { optionsOf } from '../model/object-edits.ts'

type Locale = 'en' | 'zh-CN'

/** What a preview is made of. */
export interface PreviewInput {
  object: StudioObject
  definition: ObjectDefinition
  types: ReadonlyMap<string, CatalogFieldType>
  locale: Locale
  layout: Layout
}

/** An object's schema as the server would send it once the draft is published, as far as drawing needs it. */
export function previewSchema({ object, definition, types, locale, layout }: PreviewInput): ObjectSchema {
  const fields = Object.fromEntries(
    object.fields.map((field) => [field.name, fieldInfo(field, definition, { types, locale })]),
  )
  const properties = Object.fromEntries(
    Object.entries(definition.properties).map(([name, property]) => [
      name,
      { ...property, title: fields[name]?.label },
    ]),
  )
  const { states } = optionsOf(definition)
  return {
    object: object.name,
    label: object.label[locale],
    icon: object.icon,
    nameField: object.nameField,
    mode: 'create',
    schema: { type: 'object', properties } as ObjectSchema['schema'],
    layout,
    detailLayout: layout,
    states: states ? { field: states.field, initial: states.initial, transitions: {} } : null,
    fields,
    operations: ['read', 'create', 'update'],
    validator: '',
    hash: `preview-${object.name}-${JSON.stringify(properties).length}-${locale}`,
  }
}

function fieldInfo(
  field: CatalogField,
  definition: ObjectDefinition,
  { types, locale }: Pick<PreviewInput, 'types' | 'locale'>,
): FieldInfo {
  const platform = definition.properties[field.name]?.['x-field']
  const expression = platform?.['expression']
  return {
    label: field.label[locale],
    help: platform?.help?.[locale] ?? null,
    type: field.type,
    readable: true,
    writable: !field.readOnly,
    required: field.required,
    reference: field.reference,
    expression: field.expression as FieldInfo['expression'],
    widget: types.get(field.type)?.widget ?? 'text',
    formula: typeof expression === 'string' ? expression : null,
    options: choicesOf(platform?.['options'], locale),
    presentation: types.get(field.type)?.presentation ?? null,
  }
}

/** A layout whose summaries know the fields at the end of their paths, which may be new in the draft. */
export function withSummaryFields(
  layout: Layout,
  choices: CatalogField[],
  { definition, types, locale }: Pick<PreviewInput, 'definition' | 'types' | 'locale'>,
): Layout {
  const blocks = Object.entries(layout.blocks).map(([key, block]) => {
    if (block.type !== 'summary') return [key, block] as const
    const fields = Object.entries(block.fields ?? {}).map(([path, entry]) => {
      const choice = path.includes('.') ? choices.find(({ name }) => name === path) : undefined
      const field = choice && { ...fieldInfo(choice, definition, { types, locale }), sortable: false }
      return [path, field ? { ...entry, field } : entry] as const
    })
    return [key, { ...block, fields: Object.fromEntries(fields) }] as const
  })
  return { ...layout, blocks: Object.fromEntries(blocks) }
}

/** The choices of a field in their order; null where it has none. */
export function choicesOf(options: unknown, locale: Locale): FieldInfo['options'] {
  if (typeof options !== 'object' || options === null) return null
  return Object.entries(options as Record<string, SelectOption>)
    .sort(([, a], [, b]) => a.order - b.order)
    .map(([value, { label, color, active }]) => ({
      value,
      label: label?.[locale] ?? value,
      ...(color === undefined ? {} : { color }),
      ...(active === undefined ? {} : { active }),
    }))
}
