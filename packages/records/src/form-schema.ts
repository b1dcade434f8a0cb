import type { QueryContext } from '@fieldwork/database'
import type { Json, JsonSchema } from '@fieldwork/fields'
import { completenessField, completenessGroups, resolveLayout } from '@fieldwork/metadata'
import type {
  CompiledField,
  CompiledObject,
  CompiledRecordType,
  LayoutDefinition,
  LayoutPurpose,
  ObjectDocument,
} from '@fieldwork/metadata'
import { accessPlan, operations } from './access/access-plan.ts'
import { conversionsFor } from './conversions/preview-conversion.ts'
import { demand } from './actor-context.ts'
import type { FormField, FormSchema, FormSchemaInput, FormStates } from './form-types.ts'
import { localise } from './localise.ts'
import { defaultExpression, narrowed, recordTypeOf, recordTypesOf, typed } from './record-type-form.ts'
import { shownField } from './shown-field.ts'
import { shownSummaries } from './shown-summaries.ts'
import type { Actor } from './types.ts'

/**
 * What a form needs: schema, layouts, field rights and states, in the actor's language.
 *
 * @throws forbidden, not_found
 */
export function formSchemaOf(
  ctx: QueryContext,
  actor: Actor,
  { object: name, mode, recordType }: FormSchemaInput,
): FormSchema {
  const { locale } = actor
  const { createsWithMaster } = accessPlan(ctx.catalog, actor)
  const isCreate = mode === 'create' && (ctx.access(name, 'create').kind !== 'none' || createsWithMaster(name))
  if (!isCreate) demand(ctx, name, 'read')
  const object = ctx.catalog.object(name)
  const type = recordTypeOf(object, mode, recordType)
  const allowed = operations.filter((operation) => ctx.access(name, operation).kind !== 'none')
  const hidden = new Set(ctx.masked?.(name))
  const fields = [...object.fields.values()].map(
    (field) =>
      [field.name, formField(object, field, { locale, mode, type, isMasked: hidden.has(field.name) })] as const,
  )
  const layout = (purpose: LayoutPurpose) => {
    const resolved = localise(resolveLayout(ctx.catalog, name, { purpose, recordType: type?.name }), locale)
    return shownSummaries(ctx, resolved as LayoutDefinition, locale) as unknown as FormSchema['layout']
  }
  return {
    object: name,
    label: object.label[locale],
    icon: object.icon,
    nameField: object.nameField,
    mode,
    schema: typed(titled(ctx.catalog.recordSchema(name, mode), object, locale), mode, type),
    layout: layout('form'),
    detailLayout: layout('detail'),
    states: statesOf(object, locale, type),
    recordTypes: recordTypesOf(object, allowed, locale),
    recordType: type?.name ?? null,
    collections: collectionsOf(ctx, object, { locale, isNew: mode === 'create' ? createsWithMaster : () => false }),
    fields: Object.fromEntries(fields),
    duplicateFields: [...new Set(object.duplicates.flatMap(({ match }) => match.map(({ field }) => field)))],
    operations: allowed,
    isCreatedWithMaster: createsWithMaster(name),
    completeness: completenessOf(object, locale),
    conversions: conversionsFor(ctx, name).map((each) => ({
      name: each.name,
      label: each.label[locale],
      transition: each.writeBack.transition,
    })),
    attachments: object.hasAttachments,
    validator: `/api/records/${name}/validator.js?mode=${mode}&v=${object.hash}`,
    hash: object.hash,
  }
}

type Language = Actor['locale']

interface FormFieldInput {
  locale: Language
  mode: FormSchemaInput['mode']
  type: CompiledRecordType | null
  /** its values are hidden from the actor */
  isMasked: boolean
}

function formField(
  object: CompiledObject,
  field: CompiledField,
  { locale, mode, type, isMasked }: FormFieldInput,
): FormField {
  const { readOnly, required, formula } = field
  const { property, ...shown } = shownField(field, locale, isMasked)
  const isState = object.states?.field === field.name
  return {
    ...narrowed(shown, type?.options[field.name]),
    ...(readOnly && { property }),
    help: field.property['x-field'].help?.[locale] ?? null,
    readable: true,
    ...(isMasked && { masked: true }),
    writable: !readOnly && !isState && !(isMasked && mode === 'update'),
    required: required && !isState && (mode === 'update' || field.default === null),
    ...(formula && !isMasked && { formula: formula.source }),
    ...(mode === 'create' && defaultExpression(field, type)),
  }
}

interface Collecting {
  locale: Language
  /** whether records of the object can be made together with a new one */
  isNew(object: string): boolean
}

/** The collections whose records the actor may read, or make along with a new record. */
function collectionsOf(
  ctx: QueryContext,
  object: CompiledObject,
  { locale, isNew }: Collecting,
): FormSchema['collections'] {
  const readable = [...object.collections.values()].filter(
    ({ object: child, isLines }) => ctx.access(child, 'read').kind !== 'none' || (isLines && isNew(child)),
  )
  return Object.fromEntries(
    readable.map(({ name, ...collection }) => {
      const child = ctx.catalog.object(collection.object)
      const position = collection.isLines ? (child.master?.position ?? null) : null
      return [name, { ...collection, label: child.label[locale], position }]
    }),
  )
}

function statesOf({ states }: CompiledObject, locale: Language, type: CompiledRecordType | null): FormStates | null {
  if (!states) return null
  const transitions = Object.values(states.transitions).map(
    ({ name, label, from, to, requires }) => [name, { label: label[locale], from, to, requires }] as const,
  )
  return { field: states.field, initial: type?.initial ?? states.initial, transitions: Object.fromEntries(transitions) }
}

function completenessOf({ definition }: CompiledObject, locale: Language): FormSchema['completeness'] {
  const { completeness } = definition['x-object'] as NonNullable<ObjectDocument['x-object']>
  if (!completeness) return null
  const groups = completenessGroups(completeness)
  return groups.map(({ name, label, responsible, when, fields }) => ({
    name,
    label: label[locale],
    responsible: responsible?.[locale] ?? null,
    when,
    field: completenessField(groups.length > 1 ? name : undefined),
    fields,
  }))
}

/** Titles and descriptions in one language; `x-field` stays as it is defined. */
function titled(schema: JsonSchema, object: CompiledObject, locale: Language): JsonSchema {
  const properties = Object.entries(schema.properties as Record<string, JsonSchema>).map(([name, property]) => {
    const field = object.fields.get(name)
    const help = field?.property['x-field'].help
    return [
      name,
      { ...property, title: field?.label[locale] ?? name, ...(help && { description: help[locale] }) },
    ] as const
  })
  return { ...schema, title: object.label[locale], properties: Object.fromEntries(properties) as Json }
}
